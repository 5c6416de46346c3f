import { AccessError } from '@forewarn/core';

/** Longest header that is looked at: tokens with many groups have some kilobytes. */
const longest = 8_192;

/**
 * What stands behind `Bearer` in a header `Authorization`.
 *
 * @returns undefined where there is no header
 * @throws  {AccessError} `credentials-invalid` for a header of another form
 * @source  RFC 6750, section 2.1
 */
export function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const [, credentials] = header.length > longest ? [] : (/^bearer +([\w.~+/-]+=*) *$/i.exec(header) ?? []);
  if (credentials !== undefined) return credentials;
  throw new AccessError(
    'credentials-invalid',
    'the header Authorization is not of the form "Bearer <key or token>"',
  );
}

/** Said to who sends none. */
export const credentialsMissing = (): AccessError =>
  new AccessError(
    'credentials-missing',
    'this server answers only those it knows: send "Authorization: Bearer <key or token>"',
  );
