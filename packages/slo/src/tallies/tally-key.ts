import type { Objective } from '../sla.js';

/**
 * What decides what a day comes to: tallies are kept for it, so that an objective that is renamed keeps its history, one that means
 * something else does not, and two that mean the same share it.
 *
 * @param identity  of the indicator, its definition included, as `identityOf` gives it
 */
export const tallyKey = (
  identity: string,
  { bounds, minEventsPerMinute = 0 }: Pick<Objective, 'bounds' | 'minEventsPerMinute'>,
): string => JSON.stringify([identity, bounds.min ?? null, bounds.max ?? null, minEventsPerMinute]);
