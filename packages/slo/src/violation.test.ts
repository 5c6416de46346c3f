import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { complianceOf } from './compliance.js';
import { findEpisodes } from './episode.js';
import { type MinuteSamples, minuteMs } from './minute-means.js';
import { type Bounds, boundsOfRatio } from './sla.js';
import { distanceOutside, findViolations, violatedBound } from './violation.js';

fc.configureGlobal({ seed: 1 });

const samplesOf = (pairs: readonly (readonly [minute: number, value: number])[]): MinuteSamples => ({
  timesMs: Float64Array.from(pairs, ([minute]) => minute * minuteMs),
  values: Float64Array.from(pairs, ([, value]) => value),
});

const someSamples = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 0, max: 120 }), fc.integer({ min: -5, max: 15 })), {
    selector: ([minute]) => minute,
  })
  .map((pairs) => pairs.sort((a, b) => a[0] - b[0]));

const someBounds: fc.Arbitrary<Bounds> = fc.oneof(
  fc.record({ min: fc.integer({ min: 0, max: 5 }), max: fc.integer({ min: 5, max: 10 }) }),
  fc.record({ min: fc.integer({ min: 0, max: 10 }) }),
  fc.record({ max: fc.integer({ min: 0, max: 10 }) }),
);

const isOutside = (
  value: number,
  { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds,
) => !(min <= value && value <= max);

describe('findViolations', () => {
  it('counts the bounds themselves as within', () => {
    const samples = samplesOf([
      [0, 1],
      [1, 5],
      [2, 0.999],
      [3, 5.001],
    ]);
    expect(findViolations(samples, { bounds: { min: 1, max: 5 } })).toEqual([
      { timestampMs: 2 * minuteMs, value: 0.999, bound: 'min' },
      { timestampMs: 3 * minuteMs, value: 5.001, bound: 'max' },
    ]);
  });

  it('agrees with a filter over the samples', () => {
    fc.assert(
      fc.property(someSamples, someBounds, (pairs, bounds) => {
        const expected = pairs.filter(([, value]) => isOutside(value, bounds));
        const found = findViolations(samplesOf(pairs), { bounds });
        expect(found.map(({ timestampMs, value }) => [timestampMs / minuteMs, value])).toEqual(expected);
        for (const { value, bound } of found) {
          expect(bound === 'min' ? value < bounds.min! : value > bounds.max!).toBe(true);
          expect(distanceOutside(value, bounds)).toBe(Math.abs(value - bounds[bound]!));
        }
      }),
    );
  });

  it('gives no bound and no distance to a value within', () => {
    expect(violatedBound(3, { min: 1 })).toBeNull();
    expect(distanceOutside(3, { min: 1 })).toBe(0);
    expect(distanceOutside(3, { max: 5 })).toBe(0);
    expect(distanceOutside(3, { min: 3, max: 3 })).toBe(0);
  });
});

describe('findEpisodes', () => {
  it('ends a run at a minute that holds and at a minute without data', () => {
    const samples = samplesOf([
      [0, 9],
      [1, 8],
      [2, 1],
      [3, 7],
      [5, 6],
    ]);
    const episodes = findEpisodes(findViolations(samples, { bounds: { max: 5 } }), { max: 5 });
    expect(
      episodes.map(({ startMs, endMs, worst }) => [startMs / minuteMs, endMs / minuteMs, worst.value]),
    ).toEqual([
      [0, 2, 9],
      [3, 4, 7],
      [5, 6, 6],
    ]);
  });

  it('calls the value farthest outside the worst, whichever bound it crosses', () => {
    const samples = samplesOf([
      [0, 6],
      [1, -9],
    ]);
    const [episode] = findEpisodes(findViolations(samples, { bounds: { min: 0, max: 5 } }), {
      min: 0,
      max: 5,
    });
    expect(episode).toMatchObject({ durationMs: 2 * minuteMs, worst: { value: -9, bound: 'min' } });
  });

  it('calls the earliest of equals the worst', () => {
    const samples = samplesOf([
      [0, 6],
      [1, 7],
      [2, 7],
      [3, 6],
    ]);
    const [episode] = findEpisodes(findViolations(samples, { bounds: { max: 5 } }), { max: 5 });
    expect(episode?.worst).toEqual({ timestampMs: minuteMs, value: 7, bound: 'max' });
  });

  it('covers every violation once: disjoint runs whose durations add up to the time in violation', () => {
    fc.assert(
      fc.property(someSamples, someBounds, (pairs, bounds) => {
        const violations = findViolations(samplesOf(pairs), { bounds });
        const episodes = findEpisodes(violations, bounds);
        const covered = episodes.flatMap(({ startMs, endMs }) =>
          Array.from({ length: (endMs - startMs) / minuteMs }, (_, at) => startMs + at * minuteMs),
        );
        expect(covered).toEqual(violations.map(({ timestampMs }) => timestampMs));
        expect(episodes.reduce((sum, { durationMs }) => sum + durationMs, 0)).toBe(
          violations.length * minuteMs,
        );
        for (let at = 1; at < episodes.length; at += 1) {
          expect(episodes[at]!.startMs).toBeGreaterThan(episodes[at - 1]!.endMs);
        }
      }),
    );
  });
});

describe('findEpisodes of a part of the time', () => {
  it('goes on with the episodes of the time before, as if all were one', () => {
    fc.assert(
      fc.property(someSamples, someBounds, fc.nat(120), (pairs, bounds, cut) => {
        const violationsOf = (some: typeof pairs) => findViolations(samplesOf(some), { bounds });
        const before = findEpisodes(violationsOf(pairs.filter(([minute]) => minute < cut)), bounds);
        const after = violationsOf(pairs.filter(([minute]) => minute >= cut));
        expect(findEpisodes(after, bounds, before)).toEqual(findEpisodes(violationsOf(pairs), bounds));
      }),
    );
  });
});

describe('complianceOf', () => {
  it('agrees with counting the window’s minutes', () => {
    const shares = fc.constantFrom(0.5, 0.9, 0.95, 0.99, 1);
    fc.assert(
      fc.property(
        someSamples,
        someBounds,
        shares,
        fc.integer({ min: 1, max: 90 }),
        (pairs, bounds, target, minutes) => {
          const endMinute = 100;
          const result = complianceOf(
            samplesOf(pairs),
            { bounds, target, window: { rollingMs: minutes * minuteMs } },
            endMinute * minuteMs,
          );
          const known = pairs.filter(([minute]) => minute >= endMinute - minutes && minute < endMinute);
          const violated = known.filter(([, value]) => isOutside(value, bounds)).length;
          expect(result).toMatchObject({
            minutes,
            minutesWithData: known.length,
            minutesViolated: violated,
            coverage: known.length / minutes,
            timeInViolationMs: violated * 60_000,
            compliance: known.length === 0 ? null : (known.length - violated) / known.length,
          });
          // The budget is overspent exactly when the target is missed.
          if (known.length > 0) expect(result.errorBudget.remainingMs >= 0).toBe(result.targetMet);
        },
      ),
    );
  });

  it('knows the budget: 1 % of 200 minutes is two minutes, one of them spent', () => {
    const samples = samplesOf(Array.from({ length: 200 }, (_, minute) => [minute, minute === 7 ? 9 : 1]));
    const result = complianceOf(
      samples,
      { bounds: { max: 5 }, target: 0.99, window: { rollingMs: 200 * minuteMs } },
      200 * minuteMs,
    );
    expect(result).toMatchObject({
      compliance: 0.995,
      targetMet: true,
      errorBudget: { allowedMs: 120_000, remainingMs: 60_000, remaining: 0.5 },
    });
  });

  describe('of a ratio whose events are counted', () => {
    const objective = { ...boundsOfRatio(0.9), window: { rollingMs: 10 * minuteMs }, target: 0.9 };
    const ratio = (minutes: readonly (readonly [value: number, weight: number])[]): MinuteSamples => ({
      timesMs: Float64Array.from(minutes, (_, at) => at * minuteMs),
      values: Float64Array.from(minutes, ([value]) => value),
      weights: Float64Array.from(minutes, ([, weight]) => weight),
    });
    const of = (...minutes: readonly (readonly [number, number])[]) =>
      complianceOf(ratio(minutes), objective, 10 * minuteMs);

    it('is the share of the events that were good, however few minutes were bad', () => {
      // One minute of ten fails wholly, and has half of the traffic.
      const minutes = [[0, 900], ...new Array(9).fill([1, 100])] as [number, number][];
      const result = of(...minutes);
      expect(result).toMatchObject({
        minutes: 10,
        minutesWithData: 10,
        minutesViolated: 1,
        targetMet: false,
      });
      expect(result).toMatchObject({ compliance: 0.5, errorBudget: { remaining: -4 } });
    });

    it('counts whole events, so that a target that is met exactly is met', () => {
      // In floating point 10 - 10 × 0.9 is not 1.
      const minutes = Array.from({ length: 10 }, () => [0.9, 10] as const);
      expect(of(...minutes)).toMatchObject({
        compliance: 0.9,
        targetMet: true,
        events: { total: 100, bad: 10 },
        errorBudget: { allowedMs: 60_000, remainingMs: 0, remaining: 0 },
      });
    });

    it('is met where nothing happened in minutes that are known, and unknown where none is', () => {
      expect(of([1, 0], [1, 0])).toMatchObject({
        compliance: 1,
        targetMet: true,
        events: { total: 0, bad: 0 },
        errorBudget: { remaining: 1 },
      });
      expect(of()).toMatchObject({ compliance: null, targetMet: null, errorBudget: { remaining: null } });
    });

    it('has no budget at a target of 1, which one bad event misses', () => {
      const strict = { ...boundsOfRatio(1), window: { rollingMs: 10 * minuteMs }, target: 1 };
      const result = complianceOf(
        ratio([
          [1, 1e6],
          [1 - 1e-6, 1e6],
        ]),
        strict,
        10 * minuteMs,
      );
      expect(result).toMatchObject({ targetMet: false, events: { total: 2e6, bad: 1 } });
      expect(result.errorBudget).toMatchObject({ allowedMs: 0, remaining: null });
      expect(complianceOf(ratio([[1, 1e6]]), strict, 10 * minuteMs).targetMet).toBe(true);
    });

    it('is never all good for want of events: without weights the minutes count', () => {
      const { timesMs, values } = ratio([
        [0.5, 1],
        [0.5, 1],
        [1, 1],
      ]);
      const result = complianceOf({ timesMs, values }, objective, 10 * minuteMs);
      expect(result).toMatchObject({ compliance: 1 / 3, targetMet: false });
      expect(result).not.toHaveProperty('events');
    });

    it('is what dividing the sums gives', () => {
      const minutes = fc.array(fc.tuple(fc.nat(1_000), fc.nat(1_000)), { maxLength: 12 });
      fc.assert(
        fc.property(minutes, (all) => {
          const counts = all.map(([a, b]) => ({ good: Math.min(a, b), total: Math.max(a, b) }));
          const known = counts.slice(0, 10);
          const [good, total] = [
            known.reduce((sum, each) => sum + each.good, 0),
            known.reduce((sum, each) => sum + each.total, 0),
          ];
          const result = of(
            ...counts.map((each) => [each.total === 0 ? 1 : each.good / each.total, each.total] as const),
          );
          expect(result.events).toEqual({ total, bad: total - good });
          const share = total === 0 ? 1 : good / total;
          expect(result.compliance).toBe(known.length === 0 ? null : share);
          expect(result.targetMet).toBe(known.length === 0 ? null : share >= 0.9);
        }),
      );
    });
  });

  it('has no compliance, no verdict and no budget without data', () => {
    const result = complianceOf(
      samplesOf([]),
      { bounds: { max: 5 }, target: 0.9, window: { rollingMs: 10 * minuteMs } },
      0,
    );
    expect(result).toMatchObject({
      compliance: null,
      coverage: 0,
      targetMet: null,
      errorBudget: { remaining: null },
    });
  });
});
