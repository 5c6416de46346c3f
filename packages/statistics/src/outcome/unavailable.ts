/**
 * Why a statistic has no answer for a given input; a closed set, so that callers can switch over it.
 *
 * `too-few-samples`: shorter than the method needs. `too-few-seasons`: fewer than two whole periods.
 * `missing-values`: NaN in the input. `not-finite`: an infinity in the input, or a result that would be one.
 * `out-of-range`: magnitudes whose squares would overflow, or more bins than can be held.
 * `constant-series`: no variation to explain. `non-positive-values`: a multiplicative model of values ≤ 0.
 * `numerically-singular`: the equations have no unique solution, or fit the data exactly.
 */
export type ReasonCode =
  | 'too-few-samples'
  | 'too-few-seasons'
  | 'missing-values'
  | 'not-finite'
  | 'out-of-range'
  | 'constant-series'
  | 'non-positive-values'
  | 'numerically-singular';

/** The stated reason in place of a result: an expected outcome, hence a value and not a throw. */
export interface Unavailable {
  readonly reason: ReasonCode;
  /** One sentence for people, with the numbers: `needs at least 10 samples, has 8`. */
  readonly detail: string;
}

/**
 * Builds the value that stands in place of a result.
 *
 * @param reason  the class of the reason
 * @param detail  one sentence with the numbers, no full stop
 * @returns       the reason as a value
 */
export function unavailable(reason: ReasonCode, detail: string): Unavailable {
  return { reason, detail };
}

/**
 * Tells a stated reason from a result.
 * No result type of this package has a field named `reason`, which is what makes the test total.
 *
 * @param outcome  what a function of this package returned
 * @returns        true when it is an `Unavailable`
 */
export function isUnavailable(outcome: unknown): outcome is Unavailable {
  return typeof outcome === 'object' && outcome !== null && 'reason' in outcome && 'detail' in outcome;
}
