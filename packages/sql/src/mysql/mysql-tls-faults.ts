/** What a driver's error says of itself. */
interface TlsErrorFacts {
  readonly code?: string;
  readonly message?: string;
  /** Of errors of the network: the driver writes its own code over theirs. */
  readonly syscall?: string;
}

/** What was found wrong, and what to do about it. The texts are OpenSSL's of certificates, and Node's. */
const faults: readonly (readonly [RegExp, string])[] = [
  [
    /certificate's altnames|does not match certificate/i,
    "the database's certificate is for another host: set MYSQL_HOST to a name that it has, or have one issued for that host",
  ],
  [
    /expired|not yet valid/i,
    "the database's certificate is not valid at this time: renew it, or set the clock right",
  ],
  [
    /self[- ]signed|unable to (get|verify)|invalid CA|not trusted|signature failure|revoked/i,
    "the database's certificate is not by an authority that is trusted here: set MYSQL_TLS_CA_FILE to the certificate of its authority",
  ],
  [
    /alert (unknown ca|bad certificate|certificate|unsupported certificate|access denied)/i,
    "the database does not accept this client's certificate: set MYSQL_TLS_CERT_FILE and MYSQL_TLS_KEY_FILE to one that its ssl_ca signed",
  ],
];

/** Whether an error is of TLS itself, such that trying again mends nothing; one of the network below it is not. */
export function tlsFault(error: TlsErrorFacts): string | undefined {
  const { code = '', message = '' } = error;
  if (code === 'HANDSHAKE_NO_SSL_SUPPORT')
    return 'the database offers no TLS, which MYSQL_TLS demands: give it a certificate (ssl_cert, ssl_key), or set MYSQL_TLS=disabled where the network may be trusted';
  const isAlert = /^ERR_SSL_.*ALERT/.test(code);
  if (code !== 'HANDSHAKE_SSL_ERROR' && !isAlert) return undefined;
  if (error.syscall !== undefined || /^Client network socket disconnected/.test(message)) return undefined;
  const found = faults.find(([texts]) => texts.test(message));
  return found?.[1] ?? 'the database and this client do not agree on TLS: look at tls_version of the server';
}

/** How a connection introduced itself. */
export interface LoginFacts {
  readonly tls: boolean;
  readonly certificate?: boolean;
}

const plainRefused = new Set([1045, 3159]);

/** What else can be wrong with a login beside user and password: servers say no more than that it was refused. */
export function loginHint(errno: number | undefined, { tls, certificate = false }: LoginFacts): string {
  if (errno === undefined || !plainRefused.has(errno)) return '';
  if (!tls) return '; if the account demands TLS, set MYSQL_TLS';
  return certificate
    ? ''
    : '; if the account demands a client certificate, set MYSQL_TLS_CERT_FILE and MYSQL_TLS_KEY_FILE';
}
