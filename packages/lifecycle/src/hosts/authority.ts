import { isIP, isIPv4, isIPv6 } from 'node:net';

/** Whom a request means: what stands in `Host`, in an address, in `Origin`. */
export interface Authority {
  /** A name in lower case without a dot at its end, or an address in its one usual form, IPv6 in brackets. */
  readonly host: string;
  readonly isAddress: boolean;
  /** Absent where none is said. */
  readonly port: number | undefined;
}

const form = /^(?:\[([0-9a-f:.]+)(?:%[\w.~%-]+)?\]|(\w[\w.-]*?)\.?)(?::(\d{0,5}))?$/i;

/** Browsers take a name that ends in a number for an address, such as `127.1`. @source WHATWG URL, "ends in a number" */
const endsInNumber = /(?:^|\.)(?:\d+|0x[0-9a-f]*)$/i;

/**
 * Reads `host`, `host:port`, `1.2.3.4:port` or `[::1]:port`.
 *
 * @returns  undefined for what is none of these, such as a text with a path, a user, or signs that no name has
 */
export function parseAuthority(text: string): Authority | undefined {
  const [, ipv6, name, digits] = form.exec(text) ?? [];
  const port = digits ? Number(digits) : undefined;
  if (ipv6 !== undefined)
    return isIPv6(ipv6) ? { host: hostnameOf(`[${ipv6}]`)!, isAddress: true, port } : undefined;
  if (name === undefined) return undefined;
  // As almost every request says it, and far cheaper than an address that must be parsed.
  if (isIPv4(name)) return { host: name, isAddress: true, port };
  if (!endsInNumber.test(name)) return { host: name.toLowerCase(), isAddress: false, port };
  const host = hostnameOf(name);
  return host !== undefined && isIP(host) ? { host, isAddress: true, port } : undefined;
}

const hostnameOf = (host: string): string | undefined =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname : undefined;
