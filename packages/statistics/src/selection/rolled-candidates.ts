import { rollingMedianCandidate, simpleSmoothingCandidate } from './level-candidates.js';
import type { Candidate, RollingOrigins } from './rolling-origins.js';
import { seasonalCandidates } from './seasonal-candidates.js';
import { holtCandidate, linearTrendCandidate } from './trend-candidates.js';

const SMOOTHING = [0.5, 0.2, 0.05] as const;
const MEDIAN_WIDTHS = [5, 15, 61, 121] as const;
const LINE_WIDTHS = [15, 30, 60] as const;
const TRENDS = [
  { alpha: 0.2, share: 0.05, phi: 0.98 },
  { alpha: 0.5, share: 0.1, phi: 1 },
] as const;

/**
 * The candidates without anything to estimate: the last value first, then levels, trends and seasons.
 *
 * @param origins  the backtest
 * @param period   samples of a season, 0 for none
 * @returns        candidates; those that need more history than there is before the backtest are left out
 */
export function rolledCandidates(origins: RollingOrigins, period: number): Candidate[] {
  const { first } = origins;
  return [
    simpleSmoothingCandidate(origins, 1),
    ...SMOOTHING.map((alpha) => simpleSmoothingCandidate(origins, alpha)),
    ...MEDIAN_WIDTHS.filter((width) => width <= first).map((width) => rollingMedianCandidate(origins, width)),
    ...LINE_WIDTHS.filter((width) => width <= first).map((width) => linearTrendCandidate(origins, width)),
    ...TRENDS.map((parameters) => holtCandidate(origins, parameters)),
    ...(period > 0 ? seasonalCandidates(origins, period) : []),
  ];
}
