import { analyzeSeries } from '@forewarn/core';
import { mean, median } from '../report/averages.mjs';
import { cpuMs } from '../report/cpu-clock.mjs';
import { analysisInputs } from './analysis-input.mjs';
import { nodeLikeSeries } from './node-like-series.mjs';

const minuteMs = 60_000;
const roundCount = 60;
const repetitions = 15;

/**
 * CPU of the forecast stage as etl runs it: the window moves on minute by minute, and a memory goes with it. Of an hour of rounds exactly
 * one estimates the models anew.
 *
 * @param {import('./node-like-series.mjs').configurations[number]} configuration  of the window
 * @param {import('@forewarn/core').AnalysisProfile} profile
 * @returns {{ meanMs: number, medianMs: number }} of the rounds, each round the median of its repetitions; means over the series
 */
export function measureHour({ windowMs, stepMs }, profile) {
  const longer = nodeLikeSeries({ windowMs: windowMs + roundCount * minuteMs, stepMs });
  const figures = analysisInputs(longer).map((input) => {
    const rounds = windowsOfHour(input, { length: windowMs / stepMs, moved: minuteMs / stepMs });
    runHour(rounds, profile);
    const hours = Array.from({ length: repetitions }, () => runHour(rounds, profile));
    return rounds.slice(1).map((_, round) => median(hours.map((taken) => taken[round])));
  });
  return { meanMs: mean(figures.map(mean)), medianMs: mean(figures.map(median)) };
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
  return rounds.map((input) => analyzeSeries({ ...input, memory }, profile, cpuMs).executionTimes.forecast);
}
