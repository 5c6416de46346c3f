import { type Candidate, forecastRows, type RollingOrigins } from './rolling-origins.js';

/**
 * The least-squares line through the last samples, carried on from its end, as Prometheus' `predict_linear` does.
 *
 * @param origins  the backtest
 * @param width    samples of the line, ≥ 2, ≤ `origins.first`
 * @returns        forecasts at every origin
 */
export function linearTrendCandidate(origins: RollingOrigins, width: number): Candidate {
  const { x, first, horizon } = origins;
  const forecasts = forecastRows(origins);
  const middle = (width - 1) / 2;
  const squares = (width * (width * width - 1)) / 12;
  // Sums relative to one of the samples keep their digits at large offsets.
  const base = x[first - width]!;
  let sum = 0;
  let products = 0;
  for (let i = 0; i < width; i++) {
    sum += x[first - width + i]! - base;
    products += i * (x[first - width + i]! - base);
  }
  for (let origin = first; ; origin++) {
    const slope = (products - middle * sum) / squares;
    const end = base + sum / width + slope * middle;
    const row = (origin - first) * horizon;
    for (let h = 0; h < horizon; h++) forecasts[row + h] = end + slope * (h + 1);
    if (origin === x.length) return { name: `linear-trend(${width})`, first, forecasts };
    const leaving = x[origin - width]! - base;
    products += (width - 1) * (x[origin]! - base) - (sum - leaving);
    sum += x[origin]! - base - leaving;
  }
}

/**
 * Holt's trend, damped or not, with given parameters, begun at the first sample.
 *
 * @param origins     the backtest
 * @param parameters  α, the share β/α, and φ; 1 for a trend that lasts
 * @returns           forecasts at every origin
 * @source            Gardner & McKenzie (1985), doi:10.1287/mnsc.31.10.1237
 */
export function holtCandidate(
  origins: RollingOrigins,
  { alpha, share, phi }: { alpha: number; share: number; phi: number },
): Candidate {
  const { x, first, horizon } = origins;
  const forecasts = forecastRows(origins);
  let level = x[0]!;
  let trend = 0;
  for (let origin = 1; origin <= x.length; origin++) {
    const carried = level + phi * trend;
    const error = x[origin - 1]! - carried;
    level = carried + alpha * error;
    trend = phi * trend + alpha * share * error;
    if (origin < first) continue;
    let value = level;
    let slope = trend;
    for (let h = 0; h < horizon; h++) {
      slope *= phi;
      value += slope;
      forecasts[(origin - first) * horizon + h] = value;
    }
  }
  return { name: phi === 1 ? `holt(${alpha})` : `damped-trend(${alpha}, ${phi})`, first, forecasts };
}
