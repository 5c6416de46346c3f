import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { counterRateGrid, counterRates, isCounter } from './counter-rates.js';

fc.configureGlobal({ seed: 1 });

const rates = (timesMs: number[], values: number[]) => {
  const result = counterRates(Float64Array.from(timesMs), Float64Array.from(values));
  return { timesMs: [...result.timesMs], values: [...result.values] };
};

describe('counterRates', () => {
  it('gives the increase per second of each pair, labelled with the later time', () => {
    expect(rates([0, 2_000, 6_000], [10, 14, 14])).toEqual({ timesMs: [2_000, 6_000], values: [2, 0] });
  });

  it('takes a decrease as a reset, after which the increase is the new value', () => {
    expect(rates([0, 1_000, 2_000], [100, 3, 5])).toEqual({ timesMs: [1_000, 2_000], values: [3, 2] });
  });

  it('skips a time that repeats', () => {
    expect(rates([0, 0, 1_000], [1, 1, 4])).toEqual({ timesMs: [1_000], values: [3] });
  });

  it('has nothing to say about one sample or none', () => {
    expect(rates([5], [1]).values).toEqual([]);
    expect(rates([], []).values).toEqual([]);
  });

  it('recovers the increments of any counter that resets now and then', () => {
    const step = fc.record({
      seconds: fc.integer({ min: 1, max: 600 }),
      add: fc.nat(1_000),
      reset: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.nat(1_000), fc.array(step), (first, steps) => {
        const times = [0];
        const values = [first];
        const expected: number[] = [];
        for (const { seconds, add, reset } of steps) {
          const before = values.at(-1)!;
          // A reset that ends at or above the old value cannot be told from growth.
          const isSeen = reset && add < before;
          times.push(times.at(-1)! + seconds * 1_000);
          values.push(isSeen ? add : before + add);
          expected.push(add / seconds);
        }
        rates(times, values).values.forEach((value, at) => {
          expect(value).toBeCloseTo(expected[at]!, 9);
        });
        expect(rates(times, values).timesMs).toEqual(times.slice(1));
      }),
    );
  });
});

describe('counterRateGrid', () => {
  const missing = Number.NaN;
  const gridOf = (...values: number[]) => ({
    startMs: 40_000,
    stepMs: 60_000,
    values: Float64Array.from(values),
  });

  it('has each rate where its step ends, and begins a step later', () => {
    expect(counterRateGrid(gridOf(0, 60, 30, missing, 150))).toEqual({
      startMs: 100_000,
      stepMs: 60_000,
      values: Float64Array.of(1, 0.5, missing, 1),
    });
  });

  it.each([
    ['one sample', [5]],
    ['one sample among gaps', [missing, 5, missing]],
  ])('has no rate for %s', (_, values) => {
    const rates = counterRateGrid(gridOf(...values));
    expect([...rates.values]).toEqual(values.slice(1).map(() => missing));
  });
});

describe('isCounter', () => {
  it.each([
    ['what is declared a counter', 'node_intr', 'counter', true],
    ['a gauge, whatever its name', 'jobs_total', 'gauge', false],
    ['an undeclared metric that ends in _total', 'http_requests_total', 'unknown', true],
    ['no other undeclared metric', 'node_load1', 'unknown', false],
  ] as const)('accepts or refuses %s', (_, metric, type, expected) => {
    expect(isCounter(metric, type)).toBe(expected);
  });
});
