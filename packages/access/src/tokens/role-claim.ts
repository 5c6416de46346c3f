import type { Role, Scope } from '@forewarn/core';
import { roles } from '@forewarn/core';

/** Which of a provider's roles or groups gives which role here; `*` is everybody with a valid token. */
export type RoleMapping = readonly { readonly value: string; readonly role: Role }[];

/** The provider's words are ours: `viewer`, `editor`, `operator`, `admin`. */
export const sameNames: RoleMapping = roles.map((role) => ({ value: role, role }));

/** The claims of a token whose signature was verified. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The strongest role that the claims give.
 *
 * @param path  of the claim, such as `roles`, `groups`, `realm_access.roles`
 * @returns     undefined where they give none
 */
export function roleOf(claims: Claims, path: string, mapping: RoleMapping): Role | undefined {
  const values = new Set([...textsAt(claims, path), '*']);
  const given = mapping.filter(({ value }) => values.has(value)).map(({ role }) => roles.indexOf(role));
  return roles[Math.max(-1, ...given)];
}

/** What the claims `forewarn_slas` and `forewarn_namespaces` narrow the caller to; neither: everything. */
export const scopeOf = (claims: Claims): Scope => ({
  ...(claims.forewarn_slas !== undefined && { slas: textsAt(claims, 'forewarn_slas') }),
  ...(claims.forewarn_namespaces !== undefined && { namespaces: textsAt(claims, 'forewarn_namespaces') }),
});

/** The first of these claims that is there: for people who read logs. */
export const nameOf = (claims: Claims): string =>
  [claims.email, claims.preferred_username, claims.name, claims.sub].find(
    (value): value is string => typeof value === 'string' && value !== '',
  ) ?? 'somebody without a name';

/** A text, texts in a list, or texts in one text between blanks, as `scope` has them. */
function textsAt(claims: Claims, path: string): readonly string[] {
  const own = Object.hasOwn(claims, path) ? claims[path] : undefined;
  const value = own ?? path.split('.').reduce<unknown>(memberOf, claims);
  if (Array.isArray(value)) return value.filter((each) => typeof each === 'string');
  return typeof value === 'string' ? value.split(' ').filter(Boolean) : [];
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
