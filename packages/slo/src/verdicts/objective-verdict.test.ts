import { describe, expect, it } from 'vitest';
import { evaluateObjective } from '../evaluate-objective.js';
import { minuteMs } from '../minute-means.js';
import type { Objective } from '../sla.js';
import { type ObjectiveVerdict, summarizeVerdict } from './objective-verdict.js';

const endMs = Date.UTC(2026, 0, 2, 12);

const objective: Objective = {
  name: 'load',
  indicator: { metric: 'load', matchers: [] },
  bounds: { max: 5 },
  target: 0.5,
  window: { rollingMs: 10 * minuteMs },
};

/** A series whose ten minutes have these values, with a forecast of these means, ±1 at 95 %, where there are any. */
const evidence = (pod: string, values: readonly number[], means: readonly number[] = []) => ({
  series: { metric: 'load', labels: { pod } },
  samples: {
    timesMs: Float64Array.from(values, (_, at) => endMs - (values.length - at) * minuteMs),
    values: Float64Array.from(values),
  },
  ...(means.length > 0 && {
    forecast: {
      windowEndMs: endMs,
      forecast: {
        model: 'holt(additive)',
        modelChoice: 'selected',
        backtest: null,
        level: 0.95,
        stepMs: minuteMs,
        points: means.map((mean, at) => ({
          timestampMs: endMs + (at + 1) * minuteMs,
          mean,
          lower: mean - 1,
          upper: mean + 1,
        })),
        max: Math.max(...means),
        min: Math.min(...means),
        mean: means.reduce((sum, mean) => sum + mean / means.length, 0),
      },
    },
  }),
});

const verdictOf = (all: readonly ReturnType<typeof evidence>[]): ObjectiveVerdict => {
  const { objective: _, ...judged } = evaluateObjective(objective, all, { nowMs: endMs });
  const seriesCount = judged.series.length;
  return { ...judged, sla: 'shop', objective: 'load', endMs, definition: 'd', seriesCount };
};

describe('what is kept of a verdict', () => {
  it('is the worst over the series', () => {
    const quiet = evidence('quiet', Array(10).fill(1), [1, 1]);
    const bad = evidence('bad', [...Array(8).fill(1), 9, 9], [1, 9, 9]);
    const other = evidence('other', Array(10).fill(1), [1, 1]);
    expect(summarizeVerdict(verdictOf([quiet, bad, other]))).toEqual({
      sla: 'shop',
      objective: 'load',
      endMs,
      definition: 'd',
      evaluatedAtMs: endMs,
      state: 'violated',
      reason: null,
      targetMet: true,
      compliance: 0.8,
      // Half of ten minutes may be bad, and two were.
      budgetRemaining: 0.6,
      violationProbability: expect.closeTo(1, 6),
      firstViolationMs: endMs + 2 * minuteMs,
      seriesCount: 3,
      violatedCount: 1,
    });
  });

  it('knows no number where there is none, and says why', () => {
    const verdict = verdictOf([]);
    expect(summarizeVerdict(verdict)).toMatchObject({
      state: 'insufficient-data',
      reason: 'no-such-series',
      targetMet: null,
      compliance: null,
      budgetRemaining: null,
      violationProbability: null,
      firstViolationMs: null,
      seriesCount: 0,
      violatedCount: 0,
    });
  });

  it('leaves series that ended out of what is to come', () => {
    const live = evidence('live', Array(10).fill(1), [1, 1]);
    const ended = evidence('ended', Array(10).fill(1), [9, 9]);
    const { series, ...verdict } = verdictOf([live, ended]);
    const withEnded = series.map((each) =>
      each.series.labels.pod === 'ended' ? { ...each, hasEnded: true as const } : each,
    );
    expect(summarizeVerdict({ ...verdict, series: withEnded })).toMatchObject({
      firstViolationMs: null,
      violationProbability: expect.closeTo(0, 6),
    });
  });
});
