import { type Candidate, forecastRows, type RollingOrigins } from './rolling-origins.js';
import { seasonalProfile, wholeSeasons } from './seasonal-profile.js';

/** How far back the difference between the level now and that of a season ago is taken, in samples. */
const LEVEL_WIDTH = 20;
const AVERAGED_SEASONS = 4;

/**
 * The seasonal naive forecasts: the samples of a season ago; the same, moved to the level of the last samples; and the mean of
 * the last four seasons.
 *
 * @param origins  the backtest
 * @param period   samples of a season, ≥ 2
 * @returns        one candidate each, at origins that know a season and what the level needs
 * @source         Hyndman & Athanasopoulos, Forecasting: Principles and Practice, 3rd edition, section 5.2
 */
export function seasonalCandidates(origins: RollingOrigins, period: number): Candidate[] {
  const { x, horizon } = origins;
  const back = wholeSeasons(period, horizon);
  const last = seasonalProfile(x, period, { horizon, seasons: 1 });
  const mean = seasonalProfile(x, period, { horizon, seasons: AVERAGED_SEASONS });
  const shift = levelShifts(x, back);
  return [
    carried(origins, `seasonal-naive(${period})`, back, last),
    carried(origins, `seasonal-naive(${period}, level of ${LEVEL_WIDTH})`, back + LEVEL_WIDTH, last, shift),
    carried(origins, `seasonal-mean(${period})`, back, mean),
  ];
}

function carried(
  origins: RollingOrigins,
  name: string,
  needed: number,
  profile: Float64Array,
  shift?: Float64Array,
): Candidate {
  const { x, horizon } = origins;
  const forecasts = forecastRows(origins);
  const first = Math.max(origins.first, needed);
  for (let origin = first; origin <= x.length; origin++) {
    const row = (origin - origins.first) * horizon;
    const level = shift === undefined ? 0 : shift[origin]!;
    for (let h = 0; h < horizon; h++) forecasts[row + h] = profile[origin + h]! + level;
  }
  return { name, first, forecasts };
}

/** `Float64Array[n + 1]`: mean of the last samples minus that of the same samples seasons ago, known at each origin. */
function levelShifts(x: Float64Array, back: number): Float64Array {
  const shifts = new Float64Array(x.length + 1);
  let sum = 0;
  for (let i = back; i < x.length; i++) {
    sum += x[i]! - x[i - back]!;
    const leaving = i - LEVEL_WIDTH;
    if (leaving >= back) sum -= x[leaving]! - x[leaving - back]!;
    shifts[i + 1] = sum / LEVEL_WIDTH;
  }
  return shifts;
}
