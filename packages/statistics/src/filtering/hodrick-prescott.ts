import { StatisticsError } from '../outcome/statistics-error.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { allFinite } from '../series/all-finite.js';
import { centre } from '../series/centre.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';
import { workArrays } from '../series/work-arrays.js';

/** A series split in a smooth trend and what is left; both in the unit of the series, trend + cycle = x. */
export interface HodrickPrescottResult {
  readonly trend: Float64Array;
  readonly cycle: Float64Array;
}

/**
 * Hodrick–Prescott filter: the trend that minimises Σ(x - τ)² + λ·Σ(second difference of τ)².
 * Solves (I + λ·K'K)·τ = x, a pentadiagonal system, by LDL' in O(n). The mean is taken out first, which the filter leaves
 * unchanged and which keeps the rounding error relative to the variation instead of the offset.
 *
 * @param x       `number[n]`, n ≥ 3, finite, not mutated
 * @param lambda  penalty λ ≥ 0, no unit; 1600 is the custom for quarterly data and statsmodels' default
 * @returns       `Float64Array[n]` each, or why there is none
 * @throws        {StatisticsError} `invalid-penalty` when λ is negative or not finite
 * @source        Hodrick & Prescott (1997), doi:10.2307/2953682
 */
export function hodrickPrescott(x: Series, lambda = 1600): HodrickPrescottResult | Unavailable {
  if (!(lambda >= 0 && Number.isFinite(lambda))) {
    throw new StatisticsError('invalid-penalty', `lambda must be finite and at least 0, got ${lambda}`);
  }
  const problem = checkSeries(x, 3);
  if (problem !== undefined) return problem;
  const { values, offset } = centre(x);
  solvePenalised(values, lambda);
  const cycle = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    values[i]! += offset;
    cycle[i] = x[i]! - values[i]!;
  }
  if (allFinite(cycle)) return { trend: values, cycle };
  return unavailable(
    'numerically-singular',
    `a penalty of ${lambda} leaves no digits for ${x.length} samples`,
  );
}

/**
 * Factors and solves in place: forward sweep with the factorisation, then back substitution. `coupling` is the entry next to a
 * pivot before it is divided by it; with far = λ/pivot the term far²·pivot of the textbook is λ·far.
 */
function solvePenalised(z: Float64Array, lambda: number): void {
  const n = z.length;
  const next = workArrays(3 * n);
  const [inverses, near, far] = [next(n), next(n), next(n)];
  const [inside, beside] = [1 + 6 * lambda, -4 * lambda];
  let coupling = 0;
  let [near1, far1, far2, z1, z2] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const isInside = i > 1 && i < n - 2;
    const diagonal = isInside ? inside : 1 + lambda * squares(i, n);
    const inverse = 1 / (diagonal - near1 * coupling - lambda * far2);
    const value = z[i]! - near1 * z1 - far2 * z2;
    coupling = (isInside ? beside : lambda * neighbours(i, n)) - coupling * far1;
    far2 = far1;
    near1 = coupling * inverse;
    far1 = lambda * inverse;
    z2 = z1;
    z1 = value;
    inverses[i] = inverse;
    near[i] = near1;
    far[i] = far1;
    z[i] = value;
  }
  let [after, second] = [z[n - 1]! * inverses[n - 1]!, 0];
  z[n - 1] = after;
  for (let i = n - 2; i >= 0; i--) {
    const value = z[i]! * inverses[i]! - near[i]! * after - far[i]! * second;
    second = after;
    after = value;
    z[i] = value;
  }
}

/** Entry (i, i) of K'K, K the second differences: 1, 5, 6 … 6, 5, 1, fewer where the stencil does not fit. */
function squares(i: number, n: number): number {
  return (i < n - 2 ? 1 : 0) + (i > 0 && i < n - 1 ? 4 : 0) + (i > 1 ? 1 : 0);
}

/** Entry (i, i+1) of K'K: -2, -4 … -4, -2. */
function neighbours(i: number, n: number): number {
  return (i < n - 2 ? -2 : 0) + (i > 0 ? -2 : 0);
}
