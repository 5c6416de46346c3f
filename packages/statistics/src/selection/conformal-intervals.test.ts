import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { uniformStream } from '../distributions/uniform-stream.js';
import { boundsAt, conformalBounds, type PastErrors } from './conformal-intervals.js';
import { normals } from './selection.fixture.js';

/** Errors of origins whose truths are all independent, with the same local scale throughout. */
function pastOf(errors: Float64Array, horizon: number): PastErrors {
  return { first: 0, horizon, errors, scales: new Float64Array(errors.length / horizon).fill(1) };
}

const laplace = (seed: number) => {
  const next = uniformStream(seed);
  return () => {
    const u = next() - 0.5;
    return -Math.sign(u) * Math.log(1 - 2 * Math.abs(u));
  };
};
/** Student's t with three degrees of freedom: a normal number over the root of a third of a sum of three squares. */
const student = (seed: number) => {
  const next = normals(seed);
  return () => next() / Math.sqrt((next() ** 2 + next() ** 2 + next() ** 2) / 3);
};
const skewed = (seed: number) => {
  const next = uniformStream(seed);
  return () => -Math.log(next());
};

describe('conformalBounds', () => {
  it.each([
    ['normal', normals],
    ['Laplace', laplace],
    ["heavy-tailed (Student's t, 3 degrees of freedom)", student],
    ['skewed (exponential)', skewed],
  ])('hold at least 95 % of %s errors to come, and not many more', (_, stream) => {
    const [runs, count] = [200, 400];
    const draw = stream(7);
    let inside = 0;
    for (let run = 0; run < runs; run++) {
      const bounds = conformalBounds(pastOf(Float64Array.from({ length: count + 1 }, draw), 1), count, 0.95);
      const { lower, upper } = boundsAt(bounds, 1, 0);
      for (let k = 0; k < 20; k++) {
        const error = draw();
        if (error >= lower && error <= upper) inside++;
      }
    }
    expect(inside / (20 * runs)).toBeGreaterThan(0.94);
    expect(inside / (20 * runs)).toBeLessThan(0.985);
  });

  const errors = fc.integer({ min: 1, max: 12 }).chain((horizon) =>
    fc.tuple(
      fc.constant(horizon),
      fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
        minLength: 20 * horizon,
        maxLength: 30 * horizon,
      }),
    ),
  );
  const whole = ([horizon, drawn]: [number, number[]]) =>
    pastOf(Float64Array.from(drawn.slice(0, drawn.length - (drawn.length % horizon))), horizon);

  it('lie on both sides of the forecast', () => {
    fc.assert(
      fc.property(errors, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (drawn, level) => {
        const past = whole(drawn);
        const bounds = conformalBounds(past, past.scales.length - 1, level);
        for (let h = 0; h < past.horizon; h++) {
          const { lower, upper } = boundsAt(bounds, 3, h);
          expect(lower).toBeLessThanOrEqual(0);
          expect(upper).toBeGreaterThanOrEqual(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('are the extreme errors where there are few', () => {
    fc.assert(
      fc.property(errors, (drawn) => {
        const past = { ...whole(drawn), horizon: 1 };
        const known = 20;
        const { distance, scaledLower, scaledUpper } = conformalBounds(past, known, 0.95);
        const seen = past.errors.subarray(0, known);
        expect(distance[0]! + 0).toBe(Math.max(...seen.map(Math.abs)));
        expect(scaledLower[0]! + 0).toBe(Math.min(0, ...seen));
        expect(scaledUpper[0]! + 0).toBe(Math.max(0, ...seen));
      }),
      { numRuns: 60 },
    );
  });

  it('are the extreme errors even where these are the oldest of 38, as 95 % of so few asks for', () => {
    // (38 + 1)·2.5 % < 1: the extremes of 38 exchangeable errors are exceeded on either side more often than that.
    const small = Float64Array.from({ length: 39 }, normals(2));
    small.set([-50, 70]);
    const { scaledLower, scaledUpper } = conformalBounds(pastOf(small, 1), 38, 0.95);
    expect([scaledLower[0], scaledUpper[0]]).toEqual([-50, 70]);
  });

  it('forget the size of errors within hours, and their size in units of the movement more slowly', () => {
    const errors = Float64Array.from({ length: 401 }, (_, i) => (i % 2 === 0 ? 1 : -1) * (i < 220 ? 10 : 1));
    const { distance, scaledUpper } = conformalBounds(pastOf(errors, 1), 400, 0.8);
    expect(distance[0]).toBe(1);
    expect(scaledUpper[0]).toBe(10);
  });

  it('do not see truths from the last known sample on', () => {
    const draw = normals(3);
    const past = pastOf(Float64Array.from({ length: 100 * 4 }, draw), 4);
    const known = 60;
    const changed = past.errors.map((error, j) => (Math.floor(j / 4) + (j % 4) < known ? error : 1e9));
    expect(conformalBounds({ ...past, errors: changed }, known, 0.8)).toEqual(
      conformalBounds(past, known, 0.8),
    );
  });

  it('widen with the level', () => {
    const past = pastOf(Float64Array.from({ length: 401 }, normals(5)), 1);
    const width = (level: number) => {
      const { lower, upper } = boundsAt(conformalBounds(past, 400, level), 1, 0);
      return upper - lower;
    };
    expect(width(0.5)).toBeLessThan(width(0.8));
    expect(width(0.8)).toBeLessThan(width(0.95));
    // Half of normal errors lie within ±0.674 (scipy.stats.norm.ppf(0.75)); the correction for few errors widens that.
    expect(width(0.5)).toBeGreaterThan(1.1);
    expect(width(0.5)).toBeLessThan(2);
  });

  it('widen over the steps as the errors do, in straight pieces', () => {
    const horizon = 9;
    const draw = normals(9);
    const shared = Float64Array.from({ length: 401 }, draw);
    const steps = Float64Array.from(
      { length: 401 * horizon },
      (_, j) => shared[Math.floor(j / horizon)]! * (1 + (j % horizon)),
    );
    const { distance, scaledLower, scaledUpper } = conformalBounds(pastOf(steps, horizon), 400, 0.8);
    for (const width of [distance, scaledUpper, scaledLower.map((bound) => -bound)]) {
      for (let h = 1; h < horizon; h++) expect(width[h]).toBeGreaterThan(width[h - 1]!);
      // Quantiles are taken at steps 0, 2, 4, 6 and 8.
      for (const h of [1, 3, 5, 7]) expect(width[h]).toBeCloseTo((width[h - 1]! + width[h + 1]!) / 2, 12);
    }
  });

  it('follow the local scale in their scaled half', () => {
    const errors = Float64Array.from({ length: 401 }, normals(11));
    const scales = new Float64Array(401).fill(2);
    const bounds = conformalBounds({ first: 0, horizon: 1, errors, scales }, 400, 0.9);
    const [calm, wild] = [boundsAt(bounds, 2, 0), boundsAt(bounds, 6, 0)];
    expect(wild.upper - calm.upper).toBeCloseTo((4 * bounds.scaledUpper[0]!) / 2, 12);
    expect(boundsAt(bounds, 0, 0).lower).toBe(-bounds.distance[0]! / 2);
  });

  it('count errors without any movement as none of the scale', () => {
    const errors = new Float64Array(41).fill(1);
    const still = conformalBounds({ first: 0, horizon: 1, errors, scales: new Float64Array(41) }, 40, 0.9);
    expect(still.scaledUpper[0]).toBe(0);
    expect(still.distance[0]).toBe(1);
  });

  it('reach as far on both sides by the last hour, and further where the spikes are by all the past', () => {
    const draw = skewed(13);
    // The last hour fell short of the truth throughout, and the time before it fell short only by spikes.
    const errors = Float64Array.from({ length: 401 }, (_, i) => (i < 340 ? draw() - 0.7 : 1 + draw()));
    const { distance, scaledLower, scaledUpper } = conformalBounds(pastOf(errors, 1), 400, 0.8);
    const { lower, upper } = boundsAt({ distance, scaledLower, scaledUpper }, 1, 0);
    expect(upper - scaledUpper[0]! / 2).toBeCloseTo(scaledLower[0]! / 2 - lower, 12);
    expect(scaledUpper[0]).toBeGreaterThan(2 * -scaledLower[0]!);
    expect(scaledLower[0]).toBeLessThan(0);
  });
});
