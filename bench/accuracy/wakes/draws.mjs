import { normalQuantile } from '@forewarn/statistics';

/**
 * Seeded random numbers of the laws that the simulated series are made of.
 *
 * @param {number} seed  any whole number
 */
export function draws(seed) {
  const uniform = uniformStream(seed);
  const normal = () => normalQuantile(uniform());
  const exponential = () => -Math.log(uniform());
  return {
    uniform,
    normal,
    exponential,
    between: (low, high) => low + (high - low) * uniform(),
    /** Evenly over the orders of magnitude: 10^low to 10^high. */
    decades: (low, high) => 10 ** (low + (high - low) * uniform()),
    oneOf: (choices) => choices[Math.floor(uniform() * choices.length)],
    /** Marsaglia & Tsang (2000), doi:10.1145/358407.358414; below a shape of 1 by its power of a uniform number. */
    gamma: (shape) => gammaOf(shape, normal, uniform),
    poisson: (rate) => poissonOf(rate, exponential, normal),
  };
}

/** Mulberry32 (Tommy Ettinger, public domain), as the statistics draw. */
function uniformStream(seed) {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return (((bits ^ (bits >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}

function gammaOf(shape, normal, uniform) {
  if (shape < 1) return gammaOf(shape + 1, normal, uniform) * uniform() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const z = normal();
    const v = (1 + z / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(uniform()) < 0.5 * z * z + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** Arrivals within one unit of time; of many, the rounded normal law. */
function poissonOf(rate, exponential, normal) {
  if (rate > 500) return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal()));
  let count = 0;
  for (let time = exponential(); time < rate; time += exponential()) count += 1;
  return count;
}
