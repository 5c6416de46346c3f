import { mean, sampleStandardDeviation } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { chiSquaredTail } from './chi-squared-tail.js';
import { erfc } from './erfc.js';
import { normalCdf } from './normal-cdf.js';
import { normalQuantile } from './normal-quantile.js';
import { stratifiedNormals } from './stratified-normals.js';
import { studentQuantile } from './student-quantile.js';
import { uniformStream } from './uniform-stream.js';

const relative = (actual: number, expected: number) => Math.abs(actual / expected - 1);

describe('distributions', () => {
  it.each([
    [-3, 1.9999779095030015],
    [-0.7, 1.6778011938374184],
    [-0.2, 1.2227025892104786],
    [0.1, 0.8875370839817152],
    [0.46, 0.5153446099983203],
    [0.48, 0.4972503293052351],
    [1, 0.15729920705028513],
    [2.5, 0.0004069520174449589],
    [3.99, 1.6739211364520814e-8],
    [4.01, 1.4196939421371052e-8],
    [6, 2.1519736712498916e-17],
    [10, 2.088487583762545e-45],
  ])('erfc(%d) agrees with the C library', (x, expected) => {
    expect(relative(erfc(x), expected)).toBeLessThan(2e-15);
  });

  it.each([
    [1e-12, -7.034483825301132],
    [1e-5, -4.2648907939228256],
    [0.025, -1.9599639845400538],
    [0.07, -1.4757910281791702],
    [0.3, -0.5244005127080407],
    [0.6, 0.2533471031357998],
    [0.975, 1.9599639845400536],
    [0.995, 2.5758293035489],
  ])('the normal quantile of %d agrees with the Python standard library', (p, expected) => {
    expect(relative(normalQuantile(p), expected)).toBeLessThan(2e-15);
    expect(relative(normalCdf(normalQuantile(p)), p)).toBeLessThan(1e-13);
  });

  it.each([0.1, 1, 5, 40])('the chi-squared tail with 2 degrees of freedom at %d is exp(-x/2)', (x) => {
    expect(relative(chiSquaredTail(x, 2), Math.exp(-x / 2))).toBeLessThan(1e-13);
  });

  it.each([0.1, 1, 5, 40])('the chi-squared tail with 1 degree of freedom at %d is erfc(√(x/2))', (x) => {
    expect(relative(chiSquaredTail(x, 1), erfc(Math.sqrt(x / 2)))).toBeLessThan(1e-12);
  });

  it.each([0.6, 0.9, 0.975, 0.9995])(
    'Student quantiles with 1 and 2 degrees have their closed form at %d',
    (p) => {
      expect(relative(studentQuantile(p, 1), Math.tan(Math.PI * (p - 0.5)))).toBeLessThan(1e-11);
      const two = (2 * p - 1) * Math.sqrt(1 / (2 * p * (1 - p)));
      expect(relative(studentQuantile(p, 2), two)).toBeLessThan(1e-11);
      expect(studentQuantile(1 - p, 2)).toBeCloseTo(-two, 8);
    },
  );

  it('Student quantiles approach the normal one with many degrees', () => {
    expect(relative(studentQuantile(0.975, 1e7), normalQuantile(0.975))).toBeLessThan(1e-6);
  });

  it('stratified normals repeat themselves for a seed and have mean 0 and variance 1', () => {
    const [one, other] = [
      stratifiedNormals(1000, 2, uniformStream(7)),
      stratifiedNormals(1000, 2, uniformStream(7)),
    ];
    expect(one).toEqual(other);
    expect(one[0]).not.toEqual(one[1]);
    expect(Math.abs(mean(Array.from(one[0]!)))).toBeLessThan(1e-12);
    expect(Math.abs(sampleStandardDeviation(Array.from(one[1]!)) - 1)).toBeLessThan(0.005);
  });

  it('a uniform stream fills the unit interval evenly', () => {
    const next = uniformStream(1);
    const draws = Array.from({ length: 20_000 }, () => next());
    for (const share of [0.1, 0.5, 0.9]) {
      expect(Math.abs(draws.filter((value) => value < share).length / 20_000 - share)).toBeLessThan(0.01);
    }
  });
});
