import { StatisticsError } from '../outcome/statistics-error.js';
import { type Unavailable, unavailable } from '../outcome/unavailable.js';
import type { Decomposition, DecompositionModel } from './seasonal-decompose.js';

/** How much of a series its trend and its season are, against what is left. */
export interface DecompositionStrength {
  /** Within [0, 1]: 0 no trend, 1 nothing but a trend once the season is taken out. */
  readonly trend: number;
  /** Within [0, 1]: 0 no season, 1 nothing but a season once the trend is taken out. */
  readonly seasonal: number;
}

/**
 * Strength of trend and season of a decomposition: max(0, 1 - Var(R) / Var(T + R)), and the same with S in place of T.
 * Works on the parts of `seasonalDecompose` and of `seasonalTrendLoess`; samples without a residual are left out. A
 * multiplicative decomposition is measured by the logarithms of its parts, whose sum is the logarithm of the series.
 *
 * @param parts  `Float64Array[n]` each: trend, seasonal, residual
 * @param model  how the parts combine; default additive
 * @returns      both strengths; 0 for a part that, with the residual, does not vary; or why there are none
 * @throws       {StatisticsError} `length-mismatch`
 * @source       Wang, Smith & Hyndman (2006), doi:10.1007/s10618-005-0039-x; Hyndman & Athanasopoulos, Forecasting:
 *               Principles and Practice (3rd ed.), section 4.3
 */
export function decompositionStrength(
  parts: Decomposition,
  model: DecompositionModel = 'additive',
): DecompositionStrength | Unavailable {
  const { trend, seasonal, residual } = parts;
  if (trend.length !== residual.length || seasonal.length !== residual.length) {
    const lengths = [trend, seasonal, residual].map((part) => part.length).join(', ');
    throw new StatisticsError('length-mismatch', `the parts of a decomposition have lengths ${lengths}`);
  }
  const scale = model === 'additive' ? (value: number) => value : Math.log;
  const known: number[] = [];
  for (let i = 0; i < residual.length; i++) if (!Number.isNaN(residual[i]!)) known.push(i);
  if (known.length < 2) {
    return unavailable('too-few-samples', `needs at least 2 samples with a residual, has ${known.length}`);
  }
  const [t, s, r] = [trend, seasonal, residual].map((part) => known.map((i) => scale(part[i]!)));
  const result = { trend: share(t!, r!), seasonal: share(s!, r!) };
  if (Number.isFinite(result.trend) && Number.isFinite(result.seasonal)) return result;
  const why = model === 'additive' ? 'a part is not finite' : 'a part is not finite or not above 0';
  return unavailable('not-finite', why);
}

function share(part: number[], residual: number[]): number {
  let size = 0;
  for (let i = 0; i < part.length; i++)
    size = Math.max(size, Math.abs(part[i]! - part[0]!), Math.abs(residual[i]!));
  if (size === 0) return 0;
  // In units of the largest deviation, so that no square overflows or vanishes.
  const [both, rest] = [variance(part, residual, size), variance(residual, undefined, size)];
  return both === 0 ? 0 : Math.max(0, 1 - rest / both);
}

function variance(values: number[], others: number[] | undefined, size: number): number {
  const [base, other] = [values[0]!, others?.[0] ?? 0];
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < values.length; i++) {
    const value = (values[i]! - base) / size + ((others?.[i] ?? 0) - other) / size;
    const step = value - mean;
    mean += step / (i + 1);
    squares += step * (value - mean);
  }
  return squares / values.length;
}
