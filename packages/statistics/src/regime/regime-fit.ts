/** What goes on since a change. */
export type RegimeShape = 'same level' | 'new level' | 'ramp';

/** A shape with where its time begins, in samples behind the last one before the change. */
export interface PlacedShape {
  readonly shape: RegimeShape;
  readonly offset: number;
}

/** A shape fitted to the samples since a change by least squares. */
export interface RegimeFit {
  readonly length: number;
  /** Coefficients that were estimated, 0 or 1. */
  readonly estimated: number;
  /** Sum of squares that is left. */
  readonly rest: number;
  /** Logarithm of how much of its prior range the coefficient's likelihood takes, but for the noise; 0 without one. */
  readonly logOccam: number;
  /** Expected value h samples ahead. */
  readonly expected: (h: number) => number;
  /** Variance of a sample h ahead, in units of that of the noise: the noise itself and the coefficient's error. */
  readonly variance: (h: number) => number;
}

// Chosen on simulated series, as decision 19 says: docs/decisions/0019-a-new-regime-by-its-own-samples.md.
/** A coefficient may be anything that does not depart more than so many times as far as the samples do, either way. */
const PRIOR_REACH = 6;

/**
 * Fits one shape: where the series stood before; a level of its own; or a line that begins where the series stood.
 *
 * @param samples    `Float64Array[m]`, m ≥ 1, since the change
 * @param level      where the series stood before
 * @param departure  root mean square distance of the samples from it, > 0
 * @param placed     the shape
 */
export function fitRegime(
  samples: Float64Array,
  level: number,
  departure: number,
  { shape, offset }: PlacedShape,
): RegimeFit {
  const length = samples.length;
  if (shape === 'same level') {
    const rest = length * departure * departure;
    return { length, estimated: 0, rest, logOccam: 0, expected: () => level, variance: () => 1 };
  }
  const regressor = (t: number) => (shape === 'ramp' ? t - offset : 1);
  let information = 0;
  let products = 0;
  for (let t = 1; t <= length; t++) {
    information += regressor(t) ** 2;
    products += regressor(t) * (samples[t - 1]! - level);
  }
  const coefficient = products / information;
  let rest = 0;
  for (let t = 1; t <= length; t++) rest += (samples[t - 1]! - level - coefficient * regressor(t)) ** 2;
  const range = (2 * PRIOR_REACH * departure) / regressor(length);
  return {
    length,
    estimated: 1,
    rest,
    logOccam: -Math.log(information) / 2 - Math.log(range),
    expected: (h) => level + coefficient * regressor(length + h),
    variance: (h) => 1 + regressor(length + h) ** 2 / information,
  };
}
