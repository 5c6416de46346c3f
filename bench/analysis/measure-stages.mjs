import { analyzeSeries, isUnavailable, stages } from '@forewarn/analysis';
import { mean, median } from '../report/averages.mjs';
import { cpuMs } from '../report/cpu-clock.mjs';

const warmUpMs = 1_500;
const budgetMs = 4_000;
const fewestRounds = 15;

/**
 * CPU of each stage of the analysis by core, compiled code warm, nothing kept between calls.
 *
 * @param {import('@forewarn/analysis').AnalysisInput[]} inputs  one a series
 * @param {import('@forewarn/analysis').AnalysisProfile} profile
 * @returns {Record<string, number>} milliseconds a stage and in `total`: the mean over the series of each one's median
 * @throws {Error} when a stage has no result, whose time would mean nothing
 */
export function measureStages(inputs, profile) {
  for (const input of inputs) requireResults(analyzeSeries(input, profile));
  const measure = () => inputs.map((input) => analyzeSeries(input, profile, cpuMs).executionTimes);
  roundsFor(warmUpMs, 1, measure);
  const rounds = roundsFor(budgetMs, fewestRounds, measure);
  return Object.fromEntries(
    [...stages, 'total'].map((stage) => {
      const medians = inputs.map((_, index) => median(rounds.map((times) => times[index][stage])));
      return [stage, mean(medians)];
    }),
  );
}

/**
 * CPU of one function a series, as `measureStages` takes it.
 *
 * @param {readonly (() => unknown)[]} functions  one a series
 * @returns {number} milliseconds: the mean over the series of each one's median
 */
export function measureEach(functions) {
  const measure = () =>
    functions.map((run) => {
      const before = cpuMs();
      run();
      return cpuMs() - before;
    });
  roundsFor(warmUpMs, 1, measure);
  const rounds = roundsFor(budgetMs, fewestRounds, measure);
  return mean(functions.map((_, index) => median(rounds.map((times) => times[index]))));
}

function roundsFor(durationMs, fewest, measure) {
  const rounds = [];
  const startedMs = performance.now();
  while (rounds.length < fewest || performance.now() - startedMs < durationMs) rounds.push(measure());
  return rounds;
}

function requireResults(analysis) {
  for (const stage of stages) {
    const outcome = analysis[stage];
    if (isUnavailable(outcome))
      throw new Error(`${analysis.series.metric} has no ${stage}: ${outcome.detail}`);
  }
}
