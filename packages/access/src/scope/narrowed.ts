import { AccessError, type Caller, type LabelMatcher, type SeriesSelector } from '@forewarn/core';
import { matchesName } from './matches-name.js';

/** The label that namespaces are told apart by. */
export const namespaceLabel = 'namespace';

/** What belongs to somebody: a name, and the series that it is about. */
export interface ScopedThing {
  readonly name: string;
  readonly selectors: readonly Pick<SeriesSelector, 'matchers'>[];
}

/** Whether a caller may know of a thing of that name at all. */
export const mayName = ({ scope }: Caller, name: string): boolean =>
  scope.slas === undefined || scope.slas.some((pattern) => matchesName(pattern, name));

/** Whether a caller may see a thing: by its name, and by the namespaces of all of its series. */
export const maySee = (caller: Caller, { name, selectors }: ScopedThing): boolean =>
  mayName(caller, name) && selectors.every(({ matchers }) => isInNamespace(caller, matchers));

/** Only what demands a namespace by its very value is sure to stay in it. */
function isInNamespace({ scope: { namespaces } }: Caller, matchers: readonly LabelMatcher[]): boolean {
  if (namespaces === undefined) return true;
  return matchers.some(
    ({ name, operator, value }) => name === namespaceLabel && operator === '=' && namespaces.includes(value),
  );
}

/** Narrows what is selected to the namespaces of a caller. @throws {AccessError} `access-denied` to who is narrowed to SLAs */
export function narrowed<Query extends { readonly matchers?: readonly LabelMatcher[] }>(
  caller: Caller,
  query: Query,
): Query {
  const { slas, namespaces } = caller.scope;
  if (slas !== undefined)
    throw new AccessError('access-denied', `${caller.name} is narrowed to SLAs, and may not read all series`);
  if (namespaces === undefined) return query;
  // An empty pattern would match what has no namespace.
  if (namespaces.length === 0)
    throw new AccessError('access-denied', `${caller.name} may read of no namespace`);
  const value = namespaces.map(escaped).join('|');
  return { ...query, matchers: [...(query.matchers ?? []), { name: namespaceLabel, operator: '=~', value }] };
}

/** @throws {AccessError} `access-denied` to who is narrowed to some SLAs or namespaces: what all share is not theirs */
export function requireWhole(caller: Caller, what: string): void {
  const { slas, namespaces } = caller.scope;
  if (slas === undefined && namespaces === undefined) return;
  throw new AccessError(
    'access-denied',
    `${caller.name} is narrowed to ${slas ? 'some SLAs' : 'some namespaces'}, and ${what} for all of them`,
  );
}

const escaped = (text: string): string => text.replaceAll(/[^A-Za-z0-9_]/g, '\\$&');
