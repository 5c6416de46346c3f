import { createHash } from 'node:crypto';

/**
 * The entity tag of a value: strong, and the same for the same JSON.
 *
 * @param value  what JSON can hold; the order of its fields counts
 * @returns      such as `"5yM1bPp0YyVm"`, quotes included
 * @source       RFC 9110, section 8.8.3
 */
export const etagOf = (value: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 27)}"`;

/**
 * Whether a header `If-Match` allows a change of what has this tag: tags are compared strongly, so a weak one matches nothing.
 *
 * @param etag  undefined where there is nothing yet
 * @source      RFC 9110, section 13.1.1
 */
export function matchesEtag(ifMatch: string, etag: string | undefined): boolean {
  if (etag === undefined) return false;
  if (ifMatch.trim() === '*') return true;
  return !etag.startsWith('W/') && tagsIn(ifMatch).includes(etag);
}

/**
 * Whether a header `If-None-Match` says that the client has what has this tag: tags are compared weakly.
 *
 * @source RFC 9110, section 13.1.2
 */
export const hasEtag = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.trim() === '*' || tagsIn(ifNoneMatch).map(strong).includes(strong(etag));

const tagsIn = (header: string): readonly string[] => header.match(/(W\/)?"[^"]*"/g) ?? [];

const strong = (tag: string): string => tag.replace(/^W\//, '');
