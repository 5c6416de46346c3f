import { logGamma } from '../distributions/log-gamma.js';
import type { NewestPart } from './newest-part.js';
import { fitRegime, type PlacedShape, type RegimeFit, type RegimeShape } from './regime-fit.js';

/** One account of the newest samples: when the change was, what goes on since, and how large a noise was guessed. */
export interface Explanation {
  readonly shape: RegimeShape;
  readonly fit: RegimeFit;
  /** Logarithm of prior times likelihood, up to a constant that all share. */
  readonly logWeight: number;
  /** Of the Student law of the next samples. */
  readonly freedom: number;
  /** Standard deviation of the noise, in the unit of the part. */
  readonly noise: number;
}

/** A guess at the noise of the new regime. */
interface NoiseGuess {
  readonly noise: number;
  readonly prior: number;
  /** Samples that the guess counts as. */
  readonly worth: number;
}

// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** The shapes with their prior shares, and how likely each goes on with the noise that there was. */
const SHAPES: readonly (PlacedShape & { readonly prior: number; readonly usualNoise: number })[] = [
  { shape: 'same level', offset: 0, prior: 0.3, usualNoise: 0.5 },
  { shape: 'new level', offset: 0, prior: 0.45, usualNoise: 0.5 },
  // A change does not wait for a sample. A ramp mostly goes on with the noise that there was.
  { shape: 'ramp', offset: 0, prior: 0.125, usualNoise: 0.7 },
  { shape: 'ramp', offset: 0.5, prior: 0.125, usualNoise: 0.7 },
];
/** Through two samples there always is a line: they are no proof of a ramp. */
const FEWEST_OF_A_RAMP = 3;
/** Noise may be as before, or anything between the departure (around the same level, half of it around a new one) and a sixty-fourth of it. */
const NOISE_SHARES = [1, 1 / 4, 1 / 16, 1 / 64] as const;
/** Samples that a guess at the noise counts as: what there was before tells more than a share of the departure. */
const USUAL_WORTH = 6;
const SHARE_WORTH = 2;

/**
 * All accounts of the newest samples with their evidence: conjugate linear models, of which each change time, shape and size of
 * noise is one.
 *
 * @param part  the newest samples, in units of their largest departure
 * @returns     none where nothing departs
 * @source      Gelman et al., Bayesian Data Analysis (3rd ed.), 14.2, for the Student law of a linear model; change points by exact
 *              enumeration after Fearnhead (2006), doi:10.1007/s11222-006-8450-8
 */
export function explanationsOf(part: NewestPart): Explanation[] {
  const found: Explanation[] = [];
  // Where nothing moved the first move is known; it can only be a sample that lies on both sides of the change.
  const shortest = part.noise > 0 ? 1 : Math.max(1, part.moved - 1);
  for (let length = shortest; length <= part.moved; length++) {
    const samples = part.last(length);
    const level = part.levelBefore(length);
    const { mean, size } = departureOf(samples, level);
    if (!(size > 0)) continue;
    const logUsual = part.logUsual(length, mean);
    // A ramp does not come back to the very value that it left: bursts do.
    const hasReturned = part.noise === 0 && samples.includes(level);
    for (const shape of SHAPES) {
      if (shape.shape === 'ramp' && (length < FEWEST_OF_A_RAMP || hasReturned)) continue;
      const fit = fitRegime(samples, level, size, shape);
      const widest = shape.shape === 'same level' ? size : size / 2;
      for (const guess of guessesAt(widest, part.noise, shape.usualNoise))
        found.push(explain(shape, fit, guess, logUsual));
    }
  }
  return found;
}

function departureOf(samples: Float64Array, level: number): { mean: number; size: number } {
  let sum = 0;
  let squares = 0;
  for (const value of samples) {
    sum += value - level;
    squares += (value - level) ** 2;
  }
  return { mean: sum / samples.length, size: Math.sqrt(squares / samples.length) };
}

function guessesAt(widest: number, usual: number, usualPrior: number): NoiseGuess[] {
  const prior = (usual > 0 ? 1 - usualPrior : 1) / NOISE_SHARES.length;
  const guesses = NOISE_SHARES.map((share) => ({ noise: share * widest, prior, worth: SHARE_WORTH }));
  return usual > 0 ? [...guesses, { noise: usual, prior: usualPrior, worth: USUAL_WORTH }] : guesses;
}

function explain(
  { shape, prior }: { shape: RegimeShape; prior: number },
  fit: RegimeFit,
  guess: NoiseGuess,
  logUsual: number,
): Explanation {
  const free = fit.length - fit.estimated;
  const freedom = guess.worth + free;
  const guessed = guess.worth * guess.noise * guess.noise;
  const squares = guessed + fit.rest;
  const logEvidence =
    logGamma(freedom / 2) -
    logGamma(guess.worth / 2) +
    (guess.worth / 2) * Math.log(guessed) -
    (freedom / 2) * Math.log(squares) -
    (free / 2) * Math.log(Math.PI) +
    fit.logOccam;
  const logWeight = Math.log(prior * guess.prior) + logUsual + logEvidence;
  return { shape, fit, logWeight, freedom, noise: Math.sqrt(squares / freedom) };
}
