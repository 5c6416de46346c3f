import { burgReflections } from '../correlation/burg-reflections.js';

/** Estimates of persistence are too low by a few n-ths, the more so after a step was fitted. */
const BIAS = 8;
/** How near to a unit root, in units of n^-½, noise is taken for a random walk. */
const NEAR = 2.5;

/**
 * The autoregression of a noise, by Burg's method with the order of least corrected AIC. Noise so persistent that it cannot be told
 * from a random walk is taken for one, by working on its differences.
 *
 * @param noise  `Float64Array[n]`, about mean 0, n ≥ 8
 * @returns      `Float64Array[p]`: coefficients of the last p values; their sum is 1 for a random walk
 * @source       the jump to a unit root near it: Perron & Yabu (2009), doi:10.1198/jbes.2009.07268
 */
export function noiseModel(noise: Float64Array): Float64Array {
  const n = noise.length;
  const coefficients = autoregression(noise);
  if (coefficients.length > 0) coefficients[0]! += BIAS / n;
  let rest = 1;
  for (const coefficient of coefficients) rest -= coefficient;
  if (rest > NEAR / Math.sqrt(n)) return coefficients;
  const differences = new Float64Array(n - 1);
  for (let i = 1; i < n; i++) differences[i - 1] = noise[i]! - noise[i - 1]!;
  return integrate(autoregression(differences));
}

function autoregression(noise: Float64Array): Float64Array {
  const n = noise.length;
  const most = Math.min(Math.floor(n / 24), Math.floor(12 * (n / 100) ** 0.25));
  const reflections = burgReflections(noise, most);
  let [best, least, variance] = [0, 0, 1];
  for (let order = 1; order <= most; order++) {
    variance *= 1 - reflections[order]! ** 2;
    const criterion = n * Math.log(Math.max(variance, 1e-300)) + (2 * order * n) / (n - order - 1);
    if (criterion < least) [best, least] = [order, criterion];
  }
  return coefficientsOf(reflections, best);
}

/** Levinson's step from the partial autocorrelations of each order to the coefficients of the last. */
function coefficientsOf(reflections: Float64Array, order: number): Float64Array {
  const coefficients = new Float64Array(order);
  for (let m = 1; m <= order; m++) {
    const previous = coefficients.slice(0, m - 1);
    for (let i = 0; i < m - 1; i++) coefficients[i] = previous[i]! - reflections[m]! * previous[m - 2 - i]!;
    coefficients[m - 1] = reflections[m]!;
  }
  return coefficients;
}

/** The coefficients of a series whose differences have the given ones. */
function integrate(coefficients: Float64Array): Float64Array {
  const integrated = new Float64Array(coefficients.length + 1);
  integrated[0] = 1;
  coefficients.forEach((coefficient, i) => {
    integrated[i]! += coefficient;
    integrated[i + 1]! -= coefficient;
  });
  return integrated;
}
