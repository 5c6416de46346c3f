import { analyzeSeries } from '@forewarn/analysis';
import { mean, median } from '../report/averages.mjs';
import { cpuMs } from '../report/cpu-clock.mjs';
import { analysisInputs } from './analysis-input.mjs';
import { nodeLikeSeries } from './node-like-series.mjs';

const minuteMs = 60_000;
const roundCount = 60;
const repetitions = 15;

/**
 * CPU of the forecast stage of a profile that selects, as etl runs it: the window moves on minute by minute, and a memory goes with it.
 *
 * @param {import('./node-like-series.mjs').configurations[number]} configuration  of the window
 * @param {import('@forewarn/analysis').AnalysisProfile} profile
 * @returns {{ meanMs: number, medianMs: number, estimateCount: number }} of the rounds, each round the median of its repetitions, and in how many the
 *          models were estimated anew; means over the series
 */
export function measureHour({ windowMs, stepMs }, profile) {
  const longer = nodeLikeSeries({ windowMs: windowMs + roundCount * minuteMs, stepMs });
  const figures = analysisInputs(longer).map((input) => {
    const rounds = windowsOfHour(input, { length: windowMs / stepMs, moved: minuteMs / stepMs });
    const { estimateCount } = runHour(rounds, profile);
    const hours = Array.from({ length: repetitions }, () => runHour(rounds, profile));
    const taken = rounds.slice(1).map((_, round) => median(hours.map((hour) => hour.takenMs[round])));
    return { taken, estimateCount };
  });
  return {
    meanMs: mean(figures.map(({ taken }) => mean(taken))),
    medianMs: mean(figures.map(({ taken }) => median(taken))),
    estimateCount: mean(figures.map((figure) => figure.estimateCount)),
  };
}

/** The window before the hour, then one for each of its minutes. */
function windowsOfHour({ grid, ...input }, { length, moved }) {
  return Array.from({ length: roundCount + 1 }, (_, round) => ({
    ...input,
    grid: {
      startMs: grid.startMs + round * minuteMs,
      stepMs: grid.stepMs,
      values: grid.values.subarray(round * moved, round * moved + length),
    },
  }));
}

/** Milliseconds of each minute's forecast, with a memory that the window before the hour filled. */
function runHour([before, ...rounds], profile) {
  const memory = {};
  analyzeSeries({ ...before, memory }, profile);
  let estimateCount = 0;
  const takenMs = rounds.map((input) => {
    const { remembered } = memory;
    const { executionTimes } = analyzeSeries({ ...input, memory }, profile, cpuMs);
    if (memory.remembered !== remembered) estimateCount += 1;
    return executionTimes.forecast;
  });
  return { takenMs, estimateCount };
}
