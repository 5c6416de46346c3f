import { StatisticsError } from '../outcome/statistics-error.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import { allFinite } from '../series/all-finite.js';
import { centre } from '../series/centre.js';
import { checkSeries } from '../series/check-series.js';
import type { Series } from '../series/series.js';

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

/** Factors and solves in place: forward sweep with the factorisation, then back substitution. */
function solvePenalised(z: Float64Array, lambda: number): void {
  const n = z.length;
  const pivots = new Float64Array(n);
  const near = new Float64Array(n);
  const far = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const near1 = i > 0 ? near[i - 1]! : 0;
    const far1 = i > 0 ? far[i - 1]! : 0;
    const far2 = i > 1 ? far[i - 2]! : 0;
    const coupling = i > 0 ? near1 * pivots[i - 1]! : 0;
    const pivot = 1 + lambda * squares(i, n) - near1 * coupling - (i > 1 ? far2 * far2 * pivots[i - 2]! : 0);
    pivots[i] = pivot;
    near[i] = i < n - 1 ? (lambda * neighbours(i, n) - coupling * far1) / pivot : 0;
    far[i] = i < n - 2 ? lambda / pivot : 0;
    z[i]! -= (i > 0 ? near1 * z[i - 1]! : 0) + (i > 1 ? far2 * z[i - 2]! : 0);
  }
  for (let i = n - 1; i >= 0; i--) {
    z[i] =
      z[i]! / pivots[i]! - (i < n - 1 ? near[i]! * z[i + 1]! : 0) - (i < n - 2 ? far[i]! * z[i + 2]! : 0);
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
