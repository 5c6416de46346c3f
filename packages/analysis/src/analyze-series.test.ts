import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { endMs, inputOf, machineLike, noise } from './analysis.fixture.js';
import type { Analysis } from './analysis.js';
import { referenceProfile } from './analysis-profile.js';
import { analyzeSeries } from './analyze-series.js';
import { isUnavailable, type StageOutcome, stages } from './stage.js';

const missing = Number.NaN;
const analyze = (values: readonly number[], stepMs?: number) =>
  analyzeSeries(inputOf(values, stepMs), referenceProfile);

/** The result of a stage; fails the test when there is none. */
function resultOf<T extends object>(outcome: StageOutcome<T>): T {
  if (isUnavailable(outcome)) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome;
}

const reasons = (values: readonly number[]) => {
  const analysis = analyze(values);
  return Object.fromEntries(
    stages.map((stage) => {
      const outcome = analysis[stage];
      return [stage, isUnavailable(outcome) ? outcome.reason : 'result'];
    }),
  );
};

describe('analyzeSeries over a day of minutes', () => {
  const values = machineLike(1_440);
  let analysis: Analysis;
  beforeEach(() => {
    analysis = analyze(values);
  });

  it('has a result for every stage', () => {
    for (const stage of stages) expect(resultOf(analysis[stage]), stage).toBeDefined();
  });

  it('describes the window', () => {
    expect(analysis.window).toEqual({
      startMs: endMs - 1_439 * 60_000,
      endMs,
      stepMs: 60_000,
      sampleCount: 1_440,
      missingCount: 0,
    });
    expect(analysis).toMatchObject({ series: { metric: 'node_memory_MemFree_bytes' }, partition: 'default' });
  });

  it('splits the series in parts that add up to it', () => {
    const { trend, cycle } = resultOf(analysis.hodrickPrescott);
    const parts = resultOf(analysis.decomposition);
    for (const [i, value] of values.entries()) {
      expect(trend[i]! + cycle[i]!).toBeCloseTo(value, 3);
      if (!Number.isNaN(parts.trend[i]))
        expect(parts.trend[i]! + parts.seasonal[i]! + parts.residual[i]!).toBeCloseTo(value, 3);
    }
    expect(Number.isNaN(parts.trend[0]!)).toBe(true);
  });

  it('calls a series stationary when its p-value is below 5 %', () => {
    const { pValue, stationary } = resultOf(analysis.dickeyFuller);
    expect(stationary).toBe(pValue < 0.05);
    expect(resultOf(analyze(noise(1_440)).dickeyFuller).stationary).toBe(true);
  });

  it('aggregates the last values of bins of one, three and twelve hours', () => {
    const { bins } = resultOf(analysis.aggregates);
    // From 12:01 of one day to 12:00 of the next: bins begin at midnight UTC.
    expect(bins.map(({ binMs, binCount }) => [binMs, binCount])).toEqual([
      [3_600_000, 25],
      [10_800_000, 9],
      [43_200_000, 3],
    ]);
    const lastOfHours = values.filter((_, i) => i % 60 === 58 || i === 1_439);
    expect(bins[0]).toMatchObject({ max: Math.max(...lastOfHours), min: Math.min(...lastOfHours) });
  });

  it('takes each stage’s time with the given clock, and that of all', () => {
    let nowMs = 5_000;
    const { executionTimes } = analyzeSeries(inputOf(values), referenceProfile, () => nowMs++);
    for (const stage of stages) expect(executionTimes[stage]).toBe(1);
    expect(executionTimes.total).toBe(2 * stages.length + 1);
  });

  it('takes the time with a clock of its own where none is given', () => {
    const { total, ...ofStages } = analysis.executionTimes;
    for (const takenMs of Object.values(ofStages)) expect(takenMs).toBeGreaterThanOrEqual(0);
    const sum = Object.values(ofStages).reduce((all, takenMs) => all + takenMs, 0);
    // Sums of clock readings are rounded.
    expect(total).toBeGreaterThan(sum - 1e-6);
    expect(sum).toBeGreaterThan(0);
  });

  it('aggregates the narrowest bins first, however the profile lists them', () => {
    const profile = { ...referenceProfile, aggregateBinsMs: [43_200_000, 3_600_000, 10_800_000] };
    expect(resultOf(analyzeSeries(inputOf(values), profile).aggregates)).toEqual(
      resultOf(analysis.aggregates),
    );
    expect(profile.aggregateBinsMs[0]).toBe(43_200_000);
  });

  it('says with which settings the stages were computed', () => {
    expect(analysis.hodrickPrescott).toMatchObject({ lambda: 1_600 });
    expect(analysis.decomposition).toMatchObject({ model: 'additive', period: 60 });
    expect(resultOf(analysis.dickeyFuller).usedLag).toBeLessThanOrEqual(3);
  });

  it('gives the same results each time', () => {
    const { executionTimes: _, ...again } = analyze(values);
    const { executionTimes: __, ...once } = analysis;
    expect(again).toEqual(once);
  });

  it('does not change its input', () => {
    const input = inputOf([1, missing, 3, 4]);
    analyzeSeries(input, referenceProfile);
    expect([...input.grid.values]).toEqual([1, missing, 3, 4]);
  });
});

describe('analyzeSeries over awkward input', () => {
  const day = machineLike(1_440);
  const without = (from: number, length: number) =>
    day.map((value, i) => (i >= from && i < from + length ? missing : value));

  it.each<[string, number[], Partial<Record<(typeof stages)[number], string>>]>([
    ['a constant series', new Array(1_440).fill(7), { dickeyFuller: 'constant-series' }],
    [
      'one sample',
      [7],
      {
        dickeyFuller: 'too-few-samples',
        hodrickPrescott: 'too-few-samples',
        decomposition: 'too-few-seasons',
        forecast: 'too-few-samples',
      },
    ],
    [
      'no sample at all',
      [missing, missing, missing],
      {
        dickeyFuller: 'gap',
        hodrickPrescott: 'gap',
        autocorrelation: 'gap',
        decomposition: 'gap',
        aggregates: 'missing-values',
        forecast: 'gap',
      },
    ],
    [
      'an empty grid',
      [],
      {
        dickeyFuller: 'too-few-samples',
        hodrickPrescott: 'too-few-samples',
        autocorrelation: 'too-few-samples',
        decomposition: 'too-few-seasons',
        aggregates: 'too-few-samples',
        forecast: 'too-few-samples',
      },
    ],
    ['a short gap', without(700, 5), {}],
    ['a short gap at the end', without(1_435, 5), {}],
    ['a gap at the start, which is a younger series', without(0, 200), {}],
    [
      'a long gap',
      without(700, 6),
      { dickeyFuller: 'gap', hodrickPrescott: 'gap', autocorrelation: 'gap', decomposition: 'gap' },
    ],
    [
      'a long gap at the end',
      without(1_434, 6),
      {
        dickeyFuller: 'gap',
        hodrickPrescott: 'gap',
        autocorrelation: 'gap',
        decomposition: 'gap',
        forecast: 'gap',
      },
    ],
    [
      'values that no method can square',
      day.map(() => 1e308),
      {
        dickeyFuller: 'out-of-range',
        hodrickPrescott: 'out-of-range',
        autocorrelation: 'out-of-range',
        decomposition: 'out-of-range',
        aggregates: 'out-of-range',
        forecast: 'out-of-range',
      },
    ],
    ['a small variation on a large offset', noise(1_440).map((drawn) => 1e10 + drawn), {}],
    ['values around zero', noise(1_440), {}],
  ])('says of %s what stands against a stage', (_, values, expected) => {
    const all = Object.fromEntries(stages.map((stage) => [stage, 'result']));
    expect(reasons(values)).toEqual({ ...all, ...expected });
  });

  it('begins the window of a younger series with its first sample', () => {
    const { window } = analyze(without(0, 200));
    expect(window).toMatchObject({ startMs: endMs - 1_239 * 60_000, sampleCount: 1_240, missingCount: 0 });
  });

  it('counts filled points as missing', () => {
    expect(analyze(without(700, 5)).window).toMatchObject({ sampleCount: 1_435, missingCount: 5 });
  });

  it('says where the gap is', () => {
    expect(analyze(without(700, 6)).dickeyFuller).toEqual({
      reason: 'gap',
      detail: '6 consecutive samples are missing from 2026-01-01T23:41:00.000Z on',
    });
  });

  it('writes no standard deviation of a single bin', () => {
    const { bins } = resultOf(analyze([5]).aggregates);
    expect(bins.map(({ standardDeviation }) => standardDeviation)).toEqual([null, null, null]);
  });

  it('never throws, and each stage has a whole result or a reason', () => {
    const value = fc.oneof(
      { weight: 5, arbitrary: fc.double({ min: -1e3, max: 1e3, noNaN: true }) },
      { weight: 1, arbitrary: fc.constant(missing) },
      { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) },
    );
    const stepMs = fc.constantFrom(15_000, 60_000, 300_000);
    const profile = { ...referenceProfile, decomposition: { model: 'additive', period: 6 } } as const;
    fc.assert(
      fc.property(fc.array(value, { maxLength: 60 }), stepMs, (values, step) => {
        const analysis = analyzeSeries(inputOf(values, step), profile);
        const points = analysis.window.sampleCount + analysis.window.missingCount;
        for (const stage of stages) {
          const outcome = analysis[stage];
          if (!isUnavailable(outcome)) continue;
          expect(outcome.reason).toMatch(/^[a-z]+(-[a-z]+)*$/);
          expect(outcome.detail).not.toBe('');
        }
        const { hodrickPrescott, decomposition, autocorrelation } = analysis;
        const columns = [
          ...(isUnavailable(hodrickPrescott) ? [] : [hodrickPrescott.trend, hodrickPrescott.cycle]),
          ...(isUnavailable(decomposition)
            ? []
            : [decomposition.trend, decomposition.seasonal, decomposition.residual]),
        ];
        for (const column of columns) expect(column.length).toBe(points);
        if (!isUnavailable(autocorrelation))
          expect(autocorrelation.values.length).toBeLessThanOrEqual(points);
      }),
      { numRuns: 60 },
    );
  });
});
