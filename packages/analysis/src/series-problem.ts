/** What is not analysed as it should be: one series, or all series that a selector would find. */
export const problemKinds = ['series', 'selector'] as const;

/** See {@link problemKinds}. */
export type ProblemKind = (typeof problemKinds)[number];

/** Why a series, or all that a selector would find, is not analysed as it should be. Kind and name are its identity. */
export interface SeriesProblem {
  readonly kind: ProblemKind;
  /** The canonical series, or the selector in PromQL. */
  readonly name: string;
  /** A short name of the series for people; empty for a selector. */
  readonly partition: string;
  /** The configured selector that found the series; of a selector, itself. */
  readonly selector: string;
  /** The code of an error: docs/errors.md lists them. */
  readonly code: string;
  /** A sentence for people: no addresses, no text of a driver. */
  readonly detail: string;
  /** When it was met first, by the process that reports it. Epoch milliseconds, as all times here. */
  readonly sinceMs: number;
  readonly lastSeenMs: number;
  /** Failed attempts since then, ≥ 1. */
  readonly attempts: number;
  readonly nextTryMs: number;
  /** Unless it is reported again by then it is gone, perhaps with its series. */
  readonly expiresMs: number;
}

/** How a problem stands. */
export interface SeriesProblemReport extends SeriesProblem {
  /** When it was over; null while it lasts. */
  readonly resolvedMs: number | null;
}
