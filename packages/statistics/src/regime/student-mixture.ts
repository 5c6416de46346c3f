import { normalCdf } from '../distributions/normal-cdf.js';

/** A Student law in a mixture. */
export interface MixtureMember {
  /** Share, all add up to 1. */
  readonly weight: number;
  readonly freedom: number;
  readonly location: number;
  /** > 0 */
  readonly scale: number;
}

/** Doublings until a bound is bracketed, where a handful does: the most end the search whatever comes. Halvings of the bracket leave less than a ten-thousandth of it. */
const MOST_DOUBLINGS = 60;
const HALVINGS = 14;

/**
 * Student's distribution function by a normal approximation, a dozen times faster than the exact one.
 *
 * @param t        any number
 * @param freedom  degrees of freedom, ≥ 1
 * @returns        probability of a value ≤ t, within 0.006 for 3 degrees of freedom and 0.001 for 7
 * @source         Wallace (1959), doi:10.1214/aoms/1177706083
 */
export function approximateStudentCdf(t: number, freedom: number): number {
  const z = ((8 * freedom + 1) / (8 * freedom + 3)) * Math.sqrt(freedom * Math.log1p((t * t) / freedom));
  return normalCdf(t < 0 ? -z : z);
}

/**
 * A quantile of a mixture of Student laws.
 *
 * @param members  at least one
 * @param p        probability, strictly between 0 and 1
 * @returns        in the unit of the members, within some thousandths of their spread
 */
export function mixtureQuantile(members: readonly MixtureMember[], p: number): number {
  const below = (value: number) => {
    let sum = 0;
    for (const { weight, freedom, location, scale } of members)
      sum += weight * approximateStudentCdf((value - location) / scale, freedom);
    return sum;
  };
  let low = Math.min(...members.map(({ location, scale }) => location - scale));
  let high = Math.max(...members.map(({ location, scale }) => location + scale));
  let reach = high - low;
  for (let i = 0; i < MOST_DOUBLINGS && below(low) > p; i++, reach *= 2) [low, high] = [low - reach, low];
  for (let i = 0; i < MOST_DOUBLINGS && below(high) < p; i++, reach *= 2) [low, high] = [high, high + reach];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
