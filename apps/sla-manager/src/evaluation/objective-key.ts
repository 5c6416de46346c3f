import type { Objective, Sla } from '@forewarn/slo';

/**
 * Names the judgement of an objective as it is now: of one that was changed, or whose maintenance was, it is another, and so it is by forecasts alone, which may
 * succeed, and be quick, where samples are not to be had.
 */
export const objectiveKey = (sla: Sla, objective: Objective, forecastsOnly = false): string =>
  JSON.stringify([sla.name, sla.maintenance ?? [], objective, forecastsOnly]);
