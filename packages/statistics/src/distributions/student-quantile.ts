import { requireProbability } from '../outcome/require-probability.js';
import { incompleteBeta } from './incomplete-beta.js';

const STEPS = 200;

/**
 * The quantile of Student's t distribution, by bisection of its distribution function.
 *
 * @param p                 probability, strictly between 0 and 1
 * @param degreesOfFreedom  > 0
 * @returns                 t with P(T ≤ t) = p, to about 13 digits
 * @throws                  {StatisticsError} `invalid-probability` outside (0, 1)
 * @source                  NIST DLMF 8.17 (dlmf.nist.gov/8.17): P(|T| > t) = I(ν/(ν+t²); ν/2, 1/2)
 */
export function studentQuantile(p: number, degreesOfFreedom: number): number {
  const tail = Math.min(requireProbability(p, 'probability'), 1 - p);
  const upperTail = (t: number) =>
    incompleteBeta(degreesOfFreedom / (degreesOfFreedom + t * t), degreesOfFreedom / 2, 0.5) / 2;
  let low = 0;
  let high = 1;
  while (upperTail(high) > tail && high < 1e150) high *= 2;
  for (let step = 0; step < STEPS && high - low > 1e-15 * high; step++) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > tail) low = middle;
    else high = middle;
  }
  return p < 0.5 ? -high : high;
}
