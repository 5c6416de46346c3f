/** How long and for whom a browser keeps a cookie. */
interface CookieOptions {
  /** Over TLS: then the cookie is never sent without. */
  readonly isSecure: boolean;
  /** 0 takes it away. */
  readonly maxAgeMs: number;
  /** `strict`: sent by pages of this server alone; `lax`: also when another page leads here. */
  readonly sameSite: 'Strict' | 'Lax';
}

/**
 * The name under which a browser keeps something of ours: over TLS it takes such names from this very host alone.
 *
 * @source RFC 6265bis, section 4.1.3.2
 */
const cookieName = (name: string, isSecure: boolean): string =>
  isSecure ? `__Host-forewarn-${name}` : `forewarn-${name}`;

/** The header `Set-Cookie`. @param value without blanks, quotes, commas, semicolons */
export const setCookie = (
  name: string,
  value: string,
  { isSecure, maxAgeMs, sameSite }: CookieOptions,
): string =>
  [
    `${cookieName(name, isSecure)}=${value}`,
    'Path=/',
    `Max-Age=${Math.floor(maxAgeMs / 1_000)}`,
    'HttpOnly',
    `SameSite=${sameSite}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ');

/** The value of one cookie in a header `Cookie`. */
export function cookieOf(header: string | undefined, name: string, isSecure: boolean): string | undefined {
  const start = `${cookieName(name, isSecure)}=`;
  const found = header?.split(';').find((each) => each.trimStart().startsWith(start));
  return found?.trim().slice(start.length);
}
