/** How a server is named in what is said about it. */
export interface AskedServer {
  /** Whether it is asked over TLS. */
  readonly isSecure: boolean;
  /** How it is asked with TLS, and without. */
  readonly secureAddress: string;
  readonly plainAddress: string;
  /** What it can be given by, such as `--url or SLA_URL`. */
  readonly settings: string;
}

type Remedy = (server: AskedServer) => string;

/** By what Node and OpenSSL say, in codes or in words. */
const remedies: readonly (readonly [RegExp, Remedy])[] = [
  [
    /SELF_SIGNED|self[- ]signed|UNABLE_TO_(?:VERIFY|GET)|unable to (?:verify|get)/,
    () =>
      'its certificate is of an authority that is not trusted: give that as a file, with --ca-file or FOREWARN_CA_FILE',
  ],
  [
    /ALTNAME_INVALID|does not match certificate/,
    ({ settings }) =>
      `its certificate is for other names than this one: ask by one of those, with ${settings}, or have a certificate made that names it`,
  ],
  [/CERT_HAS_EXPIRED|certificate has expired/, () => 'its certificate has expired: have it made anew'],
  [
    /CERT_NOT_YET_VALID|certificate is not yet valid/,
    () => 'its certificate is not valid yet: see whether the clocks of both machines are right',
  ],
  [
    /wrong version number|WRONG_VERSION_NUMBER|packet length too long|unexpected message/,
    ({ plainAddress, settings }) =>
      `what listens there does not speak TLS: if that is right, ask without it, as ${plainAddress} with ${settings}`,
  ],
  [
    /alert (?:certificate required|handshake failure|bad certificate|unknown ca)/,
    () =>
      'it demands a certificate of its clients: give one that it accepts, with FOREWARN_CERT_FILE and FOREWARN_CERT_KEY_FILE',
  ],
];

/** The connection ends without a word. */
const brokenOff = /ECONNRESET|socket hang up|Failed to connect|Connection dropped/;

/**
 * What is wrong between a client and a server where one of them speaks TLS, and what to set.
 *
 * @param text  the code and the message of what failed
 * @returns     undefined where it has nothing to do with TLS
 */
export function tlsProblem(text: string, server: AskedServer): string | undefined {
  const [, remedy] = remedies.find(([pattern]) => pattern.test(text)) ?? [];
  if (remedy) return remedy(server);
  if (!brokenOff.test(text)) return undefined;
  return server.isSecure
    ? 'it broke the connection off: if it demands a certificate of its clients, give one that it accepts, with FOREWARN_CERT_FILE and FOREWARN_CERT_KEY_FILE'
    : `it broke the connection off: try again, or, if it speaks TLS, ask it as ${server.secureAddress} with ${server.settings}`;
}
