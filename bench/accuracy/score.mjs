import {
  intervalCoverage,
  intervalScore,
  isUnavailable,
  meanAbsoluteScaledError,
} from '@forewarn/statistics';
import { mean, median } from '../report/averages.mjs';

/**
 * @typedef {{ mean: ArrayLike<number>, lower: ArrayLike<number>, upper: ArrayLike<number>, cpuMs: number } | undefined} Answer
 *          a forecast in the unit of the series, and the milliseconds that it took; undefined where there was none
 */

/**
 * @typedef {object} Score
 * @property {number} meanError    scaled error (MASE), mean over the windows
 * @property {number} medianError
 * @property {number} coverage     share of truths inside their interval
 * @property {number} meanScore    scaled interval score, mean over the windows
 * @property {number} medianScore
 * @property {number} cpuMs        median
 * @property {number} unanswered   windows without a forecast, which are in none of the above
 */

/**
 * How good a forecaster's answers are.
 *
 * @param {import('./windows.mjs').ScoredWindow[]} windows
 * @param {readonly Answer[]} answers  one a window
 * @param {number} level               nominal coverage of the intervals, a ratio
 * @returns {Score | undefined} undefined when there was no forecast at all
 */
export function scoreAnswers(windows, answers, level) {
  const scored = windows.flatMap((window, index) => {
    const answer = answers[index];
    return answer ? [scoreOne(window, answer, level)] : [];
  });
  if (scored.length === 0) return undefined;
  const error = scored.map((one) => one.error);
  const score = scored.map((one) => one.score);
  return {
    meanError: mean(error),
    medianError: median(error),
    coverage: mean(scored.map((one) => one.coverage)),
    meanScore: mean(score),
    medianScore: median(score),
    cpuMs: median(scored.map((one) => one.cpuMs)),
    unanswered: windows.length - scored.length,
  };
}

function scoreOne({ known, truth, scale }, { mean: forecast, lower, upper, cpuMs }, level) {
  return {
    error: numberOf(meanAbsoluteScaledError(truth, forecast, known)),
    coverage: numberOf(intervalCoverage(truth, lower, upper)),
    score: numberOf(intervalScore(truth, lower, upper, level)) / scale,
    cpuMs,
  };
}

function numberOf(outcome) {
  if (isUnavailable(outcome)) throw new Error(`a forecast cannot be scored: ${outcome.detail}`);
  return outcome;
}
