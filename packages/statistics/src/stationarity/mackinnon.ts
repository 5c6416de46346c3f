import { normalCdf } from '../distributions/normal-cdf.js';

/** Deterministic terms of the test regression: none, constant, with trend, with trend and its square. */
export type DickeyFullerRegression = 'n' | 'c' | 'ct' | 'ctt';

/** Critical values of the Dickey–Fuller statistic: reject the unit root when the statistic is below. */
export interface CriticalValues {
  readonly '1%': number;
  readonly '5%': number;
  readonly '10%': number;
}

interface TauApproximation {
  /** Below `smallest` p is 0, above `largest` it is 1; at `split` the left-tail polynomial gives way to the other. */
  readonly smallest: number;
  readonly split: number;
  readonly largest: number;
  readonly leftTail: readonly number[];
  readonly rest: readonly number[];
}

/** MacKinnon (1994), tables 3 and 4, one integrated series; coefficients of 1, τ, τ², τ³. */
const TAU: Readonly<Record<DickeyFullerRegression, TauApproximation>> = {
  n: {
    smallest: -19.04,
    split: -1.04,
    largest: Number.POSITIVE_INFINITY,
    leftTail: [0.6344, 1.2378, 3.2496e-2],
    rest: [0.4797, 9.3557e-1, -0.6999e-1, 3.3066e-2],
  },
  c: {
    smallest: -18.83,
    split: -1.61,
    largest: 2.74,
    leftTail: [2.1659, 1.4412, 3.8269e-2],
    rest: [1.7339, 9.3202e-1, -1.2745e-1, -1.0368e-2],
  },
  ct: {
    smallest: -16.18,
    split: -2.89,
    largest: 0.7,
    leftTail: [3.2512, 1.6047, 4.9588e-2],
    rest: [2.5261, 6.1654e-1, -3.7956e-1, -6.0285e-2],
  },
  ctt: {
    smallest: -17.17,
    split: -3.21,
    largest: 0.54,
    leftTail: [4.0003, 1.658, 4.8288e-2],
    rest: [3.0778, 4.9529e-1, -4.1477e-1, -5.9359e-2],
  },
};

/** MacKinnon (2010), table 2, one integrated series: coefficients of 1, 1/T, 1/T², 1/T³ at 1, 5 and 10 %. */
const CRITICAL: Readonly<Record<DickeyFullerRegression, readonly (readonly number[])[]>> = {
  n: [
    [-2.56574, -2.2358, -3.627, 0],
    [-1.941, -0.2686, -3.365, 31.223],
    [-1.61682, 0.2656, -2.714, 25.364],
  ],
  c: [
    [-3.43035, -6.5393, -16.786, -79.433],
    [-2.86154, -2.8903, -4.234, -40.04],
    [-2.56677, -1.5384, -2.809, 0],
  ],
  ct: [
    [-3.95877, -9.0531, -28.428, -134.155],
    [-3.41049, -4.3904, -9.036, -45.374],
    [-3.12705, -2.5856, -3.925, -22.38],
  ],
  ctt: [
    [-4.37113, -11.5882, -35.819, -334.047],
    [-3.83239, -5.9057, -12.49, -118.284],
    [-3.55326, -3.6596, -5.293, -63.559],
  ],
};

/**
 * MacKinnon's approximate p-value of a Dickey–Fuller statistic.
 *
 * @param statistic   the t value of the lagged level
 * @param regression  the deterministic terms of the regression
 * @returns           probability within [0, 1]; exactly 0 or 1 outside the range of the approximation
 * @source            MacKinnon (1994), J. Business & Economic Statistics 12(2), doi:10.2307/1391481
 */
export function mackinnonPValue(statistic: number, regression: DickeyFullerRegression): number {
  const tau = TAU[regression];
  if (statistic > tau.largest) return 1;
  if (statistic < tau.smallest) return 0;
  return normalCdf(polynomial(statistic <= tau.split ? tau.leftTail : tau.rest, statistic));
}

/**
 * MacKinnon's critical values of the Dickey–Fuller statistic for a finite sample.
 *
 * @param regression    the deterministic terms of the regression
 * @param observations  rows of the regression, T ≥ 1
 * @returns             the values at 1, 5 and 10 %
 * @source              MacKinnon (2010), Critical values for cointegration tests, Queen's Economics Dept WP 1227
 */
export function mackinnonCriticalValues(
  regression: DickeyFullerRegression,
  observations: number,
): CriticalValues {
  const [one, five, ten] = CRITICAL[regression].map((row) => polynomial(row, 1 / observations));
  return { '1%': one!, '5%': five!, '10%': ten! };
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((value, coefficient) => value * x + coefficient, 0);
}
