/** The stages of the analysis of one series, in the order in which they run. */
export const stages = [
  'dickeyFuller',
  'hodrickPrescott',
  'autocorrelation',
  'decomposition',
  'aggregates',
  'forecast',
] as const;

/** One stage of the analysis. */
export type Stage = (typeof stages)[number];

/** Why a stage has no result: an expected outcome of data, not an error. */
export interface Unavailable {
  /** A short kebab-case name, such as `constant-series`. */
  readonly reason: string;
  /** A sentence with the numbers, such as `needs at least 1100 samples, has 720`. */
  readonly detail: string;
}

/** The result of a stage, or why there is none. */
export type StageOutcome<T> = T | Unavailable;

/** Whether a stage has no result. */
export const isUnavailable = (outcome: object): outcome is Unavailable => 'reason' in outcome;
