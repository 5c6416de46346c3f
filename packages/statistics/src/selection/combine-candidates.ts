import { type Candidate, forecastRows, type RollingOrigins } from './rolling-origins.js';

/** A candidate with its error in the backtest. */
export interface RankedCandidate {
  readonly candidate: Candidate;
  /** Recency-weighted mean absolute error, in the unit of the series. */
  readonly loss: number;
}

/** A candidate that takes part in the combination. */
export interface CombinedCandidate extends RankedCandidate {
  /** Share in the combination, the shares add up to 1. */
  readonly weight: number;
}

const COMBINED = 5;
/** The weight falls with this power of the error: six hundredths more error, half the weight. */
const SHARPNESS = 12;

/**
 * The best candidates with their weights.
 * A mean of the best few forecasts better than the best one, whose lead is often luck (Bates & Granger 1969).
 *
 * @param ranked  by error, least first
 * @returns       at most five, by weight
 * @source        Bates & Granger (1969), doi:10.1057/jors.1969.103
 */
export function weighCandidates(ranked: readonly RankedCandidate[]): CombinedCandidate[] {
  const best = ranked.slice(0, COMBINED);
  const least = best[0]!.loss;
  const weights = best.map(({ loss }) => (loss === least ? 1 : (least / loss) ** SHARPNESS));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return best.map((each, i) => ({ ...each, weight: weights[i]! / total })).filter(({ weight }) => weight > 0);
}

/**
 * The weighted mean of candidates at every origin; where one has no forecast yet, that of the others.
 *
 * @param origins   the backtest
 * @param combined  the candidates with their weights
 * @returns         forecasts from the first origin that one of them has
 */
export function combineCandidates(
  origins: RollingOrigins,
  combined: readonly CombinedCandidate[],
): Pick<Candidate, 'first' | 'forecasts'> {
  const { x, horizon } = origins;
  const forecasts = forecastRows(origins);
  const first = Math.min(...combined.map(({ candidate }) => candidate.first));
  for (let origin = first; origin <= x.length; origin++) {
    const from = (origin - origins.first) * horizon;
    let total = 0;
    for (const { candidate, weight } of combined) {
      if (origin < candidate.first) continue;
      total += weight;
      for (let j = from; j < from + horizon; j++) forecasts[j]! += weight * candidate.forecasts[j]!;
    }
    for (let j = from; j < from + horizon; j++) forecasts[j]! /= total;
  }
  return { first, forecasts };
}
