import { normalQuantile } from '../distributions/normal-quantile.js';
import { uniformStream } from '../distributions/uniform-stream.js';

/**
 * @param n            how many samples
 * @param persistence  coefficient of the first-order autoregression: 0 white noise, 1 a random walk from 0
 * @param seed         the same seed gives the same noise
 * @returns            noise of unit innovations, stationary from the start when |persistence| < 1
 */
export function autoregression(n: number, persistence: number, seed: number): Float64Array {
  const next = uniformStream(seed * 7919 + 1);
  const spread = Math.abs(persistence) < 1 ? 1 / Math.sqrt(1 - persistence ** 2) : 0;
  let value = spread * normalQuantile(next());
  return Float64Array.from({ length: n }, () => {
    value = persistence * value + normalQuantile(next());
    return value;
  });
}
