import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Series } from './series.js';

/**
 * The precondition of multiplicative models: every value above zero.
 *
 * @param x     `number[n]`, finite
 * @param what  the model that asks, for the message: `a multiplicative trend`
 * @returns     the reason when a value is ≤ 0, else `undefined`
 */
export function checkPositive(x: Series, what: string): Unavailable | undefined {
  for (let i = 0; i < x.length; i++) {
    if (!(x[i]! > 0)) {
      return unavailable(
        'non-positive-values',
        `${what} needs values above 0, sample ${i + 1} of ${x.length} is ${x[i]}`,
      );
    }
  }
  return undefined;
}
