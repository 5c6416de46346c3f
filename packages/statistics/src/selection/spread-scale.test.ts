import fc from 'fast-check';
import { median } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { fromSpreadScale, spreadScale, toSpreadScale } from './spread-scale.js';

const series = fc
  .array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 2, maxLength: 60 })
  .map((values) => Float64Array.from(values));

describe('spreadScale', () => {
  it('is the median and the median absolute deviation from it', () => {
    fc.assert(
      fc.property(series, (x) => {
        const { centre, spread } = spreadScale(x);
        const deviations = Array.from(x, (value) => Math.abs(value - centre));
        expect(centre).toBeCloseTo(median(Array.from(x)), 6);
        if (median(deviations) > 1e-3) expect(spread).toBeCloseTo(median(deviations), 6);
      }),
    );
  });

  it('is the mean deviation where more than half of the samples are equal', () => {
    expect(spreadScale(Float64Array.of(3, 3, 3, 3, 13))).toEqual({ centre: 3, spread: 2 });
  });
});

describe('the way to the scale and back', () => {
  const scale = fc.record({
    centre: fc.double({ min: -1e3, max: 1e3, noNaN: true }),
    spread: fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
  });

  it('ends where it began', () => {
    fc.assert(
      fc.property(series, scale, (x, unit) => {
        toSpreadScale(x, unit).forEach((z, i) => {
          const back = fromSpreadScale(z, unit);
          expect(Math.abs(back - x[i]!)).toBeLessThan(
            1e-12 * (Math.abs(x[i]!) + Math.abs(unit.centre) + unit.spread),
          );
        });
      }),
    );
  });

  it('is the inverse hyperbolic sine of distances in units of the spread', () => {
    fc.assert(
      fc.property(series, scale, (x, unit) => {
        toSpreadScale(x, unit).forEach((z, i) => {
          expect(Math.abs(z - Math.asinh((x[i]! - unit.centre) / unit.spread))).toBeLessThan(
            1e-14 * (1 + Math.abs(z)),
          );
        });
      }),
    );
  });

  it('keeps its digits for magnitudes that cannot be squared', () => {
    const unit = { centre: 0, spread: 1e-140 };
    const [huge, negative] = toSpreadScale(Float64Array.of(1e140, -1e140), unit);
    expect(huge).toBeCloseTo(Math.asinh(1e280), 10);
    expect(negative).toBe(-huge!);
    expect(fromSpreadScale(huge!, unit) / 1e140).toBeCloseTo(1, 12);
  });
});
