import { draws } from './draws.mjs';

/**
 * @typedef {object} Scenario
 * @property {number} stepsPerMinute  samples a minute, 1 or 4
 * @property {number} calmSteps       samples before the change
 * @property {() => number} before    the next sample of the law before the change
 * @property {(minutes: number) => number} after  the next sample of the law so many minutes after the change
 */

const longestCalmMinutes = 1_400;
const shortestCalmMinutes = 60;

/**
 * What a series can wake up to. Levels, scales and rates are drawn anew for each series, over decades; none is a constant of the method that is judged.
 *
 * @type {Record<string, (random: ReturnType<typeof draws>) => Pick<Scenario, 'before' | 'after'>>}
 */
export const families = {
  'constant, then noise': (random) => {
    const noise = noiseLaw(random);
    const [level, departure] = [restingLevel(random), random.decades(-3, 6)];
    const spread = departure * random.decades(-1.5, 0);
    const side = level === 0 ? 1 : random.oneOf([1, 1, -1]);
    return { before: () => level, after: () => level + side * (departure + spread * noise()) };
  },
  'constant, then counts': (random) => {
    const rate = random.decades(-0.3, 3);
    // Half of them spread as a Poisson law does, half up to several times as wide.
    const shape = random.oneOf([undefined, random.decades(0, 1.5)]);
    const rateNow = shape === undefined ? () => rate : () => (rate * random.gamma(shape)) / shape;
    return { before: () => 0, after: () => random.poisson(rateNow()) };
  },
  'constant, then rare bursts': (random) => {
    const [chance, size] = [random.between(0.08, 0.4), random.decades(-2, 6)];
    const burst = random.oneOf([
      () => random.exponential(),
      () => Math.exp(random.normal() * 0.8),
      () => random.gamma(4) / 4,
      () => random.uniform() ** -0.35,
    ]);
    return { before: () => 0, after: () => (random.uniform() < chance ? size * burst() : 0) };
  },
  'a step with other noise': (random) => {
    const { level, spread } = restingNoise(random);
    const size = random.oneOf([1, -1]) * spread * random.decades(0.3, 3);
    const ratio = 2 ** random.between(-2, 2);
    return {
      before: () => level + spread * random.normal(),
      after: () => level + size + ratio * spread * random.normal(),
    };
  },
  'a ramp that begins': (random) => {
    const { level, spread } = restingNoise(random);
    const slope = random.oneOf([1, -1]) * spread * random.decades(-0.5, 1.5);
    const wasConstant = random.uniform() < 0.3;
    return {
      before: () => (wasConstant ? level : level + spread * random.normal()),
      after: (minutes) => level + slope * minutes + spread * random.normal(),
    };
  },
  'wider noise': (random) => {
    const { level, spread } = restingNoise(random);
    const ratio = random.decades(0.3, 1.3);
    return {
      before: () => level + spread * random.normal(),
      after: () => level + ratio * spread * random.normal(),
    };
  },
};

/** Mean 0 or so, standard deviation about 1. */
const noiseLaw = (random) =>
  random.oneOf([
    () => random.normal(),
    () => random.exponential() - 1,
    () => (Math.exp(0.6 * random.normal()) - 1.2) / 0.8,
    () => random.between(-1.7, 1.7),
  ]);

const restingLevel = (random) => random.oneOf([0, 0, random.decades(-2, 6)]);

function restingNoise(random) {
  const spread = random.decades(-3, 5);
  return { spread, level: spread * random.oneOf([0, random.decades(0.5, 4)]) };
}

/**
 * The series of one seed.
 *
 * @param {keyof typeof families} family
 * @param {number} seed
 * @returns {Scenario}
 */
export function scenarioOf(make, seed) {
  const random = draws(seed);
  const stepsPerMinute = random.oneOf([1, 1, 1, 4]);
  const calmMinutes = shortestCalmMinutes * (longestCalmMinutes / shortestCalmMinutes) ** random.uniform();
  // A change does not wait for a whole minute.
  const calmSteps = Math.round(calmMinutes) * stepsPerMinute + Math.floor(random.uniform() * stepsPerMinute);
  return { stepsPerMinute, calmSteps, ...make(random) };
}
