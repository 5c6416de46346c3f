import type { CallOptions } from '@forewarn/core';
import { InvalidRequestError } from '@forewarn/http';
import {
  type Indicator,
  type IndicatorRepository,
  indicatorNameOf,
  type Objective,
  type Sla,
  type SlaRepository,
  SloError,
  selectsIndicator,
} from '@forewarn/slo';
import type { SlaLimits } from '../sla-limits.js';

/**
 * Refuses an indicator that would be one too many. Two at the same time may both fit: a bound on memory, not a quota.
 *
 * @throws {SloError} `too-many-indicators`
 */
export async function requireIndicatorRoom(
  store: Pick<IndicatorRepository, 'listIndicators'>,
  { name }: Indicator,
  { indicators: most }: SlaLimits,
  options: CallOptions,
): Promise<void> {
  const all = await store.listIndicators(options);
  if (all.length < most || all.some((each) => each.name === name)) return;
  throw new SloError(
    'too-many-indicators',
    `there are ${all.length} indicators already, and ${most} may be defined: delete one, or raise SLA_INDICATORS`,
  );
}

const mostNamed = 5;

/**
 * Refuses to take an indicator from objectives that refer to it.
 *
 * @throws {SloError} `indicator-in-use`, with the names of the SLAs
 */
export async function requireUnused(
  store: Pick<SlaRepository, 'listSlas'>,
  name: string,
  options: CallOptions,
): Promise<void> {
  const users = usersOf(await store.listSlas(options), name, () => true);
  if (users.length > 0) throw inUse(name, users, 'refer to', 'change them first');
}

/**
 * Refuses to make a ratio something else while objectives count its events.
 *
 * @throws {SloError} `indicator-in-use`, with the names of the SLAs
 */
export async function requireRatioStays(
  store: Pick<SlaRepository, 'listSlas'>,
  { name, definition }: Indicator,
  options: CallOptions,
): Promise<void> {
  if ('ratio' in definition) return;
  const countsEvents = ({ budgetingMethod }: Objective) => budgetingMethod === 'occurrences';
  const users = usersOf(await store.listSlas(options), name, countsEvents);
  if (users.length > 0) throw inUse(name, users, 'count the events of', 'give them bounds first');
}

const usersOf = (slas: readonly Sla[], name: string, isUser: (objective: Objective) => boolean) =>
  slas.filter(({ objectives }) =>
    objectives.some((objective) => isUser(objective) && selectsIndicator(objective.indicator, name)),
  );

function inUse(indicator: string, users: readonly Sla[], how: string, advice: string): SloError {
  const named = users.slice(0, mostNamed).map(({ name }) => name);
  const more = users.length > named.length ? ` and ${users.length - named.length} more` : '';
  return new SloError(
    'indicator-in-use',
    `objectives of ${named.join(', ')}${more} ${how} the indicator ${indicator}: ${advice}`,
    { details: { indicator, slas: users.length } },
  );
}

/**
 * Refuses an SLA whose objectives refer to indicators that there are not, or need a ratio
 * (no bounds, least numbers of events) and have none.
 *
 * @throws {InvalidRequestError} that names each of them
 */
export async function requireIndicators(
  store: Pick<IndicatorRepository, 'listIndicators'>,
  { objectives }: Sla,
  options: CallOptions,
): Promise<void> {
  const wanted = objectives.map(({ indicator }) => indicatorNameOf(indicator));
  if (wanted.every((name) => name === undefined)) return;
  const known = new Map((await store.listIndicators(options)).map((each) => [each.name, each]));
  const mistakes = objectives.flatMap((objective, at) => {
    const name = wanted[at];
    return name === undefined ? [] : mistakesOf(objective, name, known.get(name), `objectives.${at}`);
  });
  if (mistakes.length > 0) throw new InvalidRequestError(mistakes);
}

function mistakesOf(
  { budgetingMethod, minEvents, minEventsPerMinute }: Objective,
  name: string,
  indicator: Indicator | undefined,
  path: string,
): readonly { readonly path: string; readonly message: string }[] {
  if (indicator === undefined) {
    const message = `there is no indicator named ${name}: create it first, or choose one of those that there are`;
    return [{ path: `${path}.indicator`, message }];
  }
  if ('ratio' in indicator.definition) return [];
  const isExpression = `and the indicator ${name} is an expression`;
  const noBounds = `min or max (or both) must be given: only a ratio needs none, ${isExpression}`;
  const noEvents = `only a ratio has events, ${isExpression}: leave it out`;
  return [
    ...(budgetingMethod === 'occurrences' ? [{ path: `${path}.min`, message: noBounds }] : []),
    ...(minEvents === undefined ? [] : [{ path: `${path}.minEvents`, message: noEvents }]),
    ...(minEventsPerMinute === undefined ? [] : [{ path: `${path}.minEventsPerMinute`, message: noEvents }]),
  ];
}
