import { mean } from '../../report/averages.mjs';
import { draws } from './draws.mjs';

/** @typedef {{ lower: ArrayLike<number>, upper: ArrayLike<number> }} Interval  in the unit of the series */

/**
 * @typedef {object} WakeScore
 * @property {number} coverage       share of truths inside, mean over the series
 * @property {[number, number]} coverageInterval  where 95 % of bootstrap samples of the series have it
 * @property {number} width          in widths of the oracle, mean over the series
 * @property {[number, number]} widthInterval
 * @property {number} unanswered     windows without a forecast
 */

const resamples = 1_000;
const bootstrapSeed = 5;

/**
 * Scores intervals of one family at one time since the change.
 *
 * @param {readonly import('./wakes.mjs').Wake[]} wakes  one a series
 * @param {readonly (Interval | undefined)[]} answers    one a window
 * @returns {WakeScore | undefined} undefined when there was no forecast at all
 */
export function scoreWakes(wakes, answers) {
  const scored = wakes.flatMap((wake, index) => (answers[index] ? [scoreOne(wake, answers[index])] : []));
  if (scored.length === 0) return undefined;
  const coverages = scored.map(({ coverage }) => coverage);
  const widths = scored.map(({ width }) => width);
  return {
    coverage: mean(coverages),
    coverageInterval: bootstrapInterval(coverages),
    width: mean(widths),
    widthInterval: bootstrapInterval(widths),
    unanswered: wakes.length - scored.length,
  };
}

function scoreOne({ truth, oracleWidth }, { lower, upper }) {
  let inside = 0;
  let width = 0;
  truth.forEach((value, h) => {
    // A level that holds is met where it is met to all its digits.
    const tolerance = 1e-9 * Math.abs(value);
    if (value >= lower[h] - tolerance && value <= upper[h] + tolerance) inside += 1;
    width += upper[h] - lower[h];
  });
  return { coverage: inside / truth.length, width: width / truth.length / oracleWidth };
}

/** Percentiles of the mean over series drawn with replacement; the same each time. */
function bootstrapInterval(values) {
  const { uniform } = draws(bootstrapSeed);
  const means = Float64Array.from({ length: resamples }, () => {
    let sum = 0;
    for (let i = 0; i < values.length; i += 1) sum += values[Math.floor(uniform() * values.length)];
    return sum / values.length;
  }).sort();
  return [means[Math.round(0.025 * (resamples - 1))], means[Math.round(0.975 * (resamples - 1))]];
}
