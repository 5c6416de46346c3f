/** exp(-2πi·k/size) at k < size/2, which transforms of one size share. */
export interface Roots {
  /** A power of two, ≥ 4. */
  readonly size: number;
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** The discrete Fourier transform of a real series at the frequencies j/size: `Float64Array[size/2 + 1]` each. */
export interface Transform {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/**
 * Prepares transforms of at least some length.
 * Each root comes from one multiplication of an earlier one, far cheaper than as many sines and good to a few roundings.
 *
 * @param length  samples to transform, together with the lags that must not wrap around
 * @returns       the roots for the smallest power of two that holds them, ≥ 4
 */
export function fourierRoots(length: number): Roots {
  let size = 4;
  while (size < length) size *= 2;
  const cosines = new Float64Array(size / 2);
  const sines = new Float64Array(size / 2);
  cosines[0] = 1;
  for (let known = 1; known < size / 2; known *= 2) {
    const c = Math.cos((2 * Math.PI * known) / size);
    const s = -Math.sin((2 * Math.PI * known) / size);
    for (let k = 0; k < known; k++) {
      cosines[known + k] = cosines[k]! * c - sines[k]! * s;
      sines[known + k] = cosines[k]! * s + sines[k]! * c;
    }
  }
  return { size, cosines, sines };
}

/**
 * The discrete Fourier transform of a real series, padded with zeros: Σ x·exp(-2πi·jt/size).
 * A radix-2 transform of half the size over pairs of samples, O(size·log size).
 *
 * @param x      `number[n]`, n ≤ size, finite
 * @param roots  of the transform's size
 * @returns      real and imaginary parts, in the unit of `x`
 * @source       Cooley & Tukey (1965), doi:10.1090/S0025-5718-1965-0178586-1; Press et al., Numerical Recipes, section 12.3
 */
export function fourierTransform(x: ArrayLike<number>, roots: Roots): Transform {
  const half = roots.size / 2;
  const real = new Float64Array(half + 1);
  const imaginary = new Float64Array(half + 1);
  placeReversed(x, real, imaginary);
  let span = combinePairs(real, imaginary, half);
  if (Math.log2(half / span) % 2 !== 0) span = combine(real, imaginary, span, roots);
  while (span < half) span = combineTwice(real, imaginary, span, roots);
  separate(real, imaginary, roots);
  return { real, imaginary };
}

/** Even samples become real parts and odd ones imaginary parts, in the bit-reversed order that the butterflies need. */
function placeReversed(x: ArrayLike<number>, real: Float64Array, imaginary: Float64Array): void {
  const half = real.length - 1;
  for (let i = 0, reversed = 0; 2 * i < x.length; i++) {
    real[reversed] = x[2 * i]!;
    imaginary[reversed] = 2 * i + 1 < x.length ? x[2 * i + 1]! : 0;
    let bit = half >> 1;
    while (bit > 0 && (reversed & bit) !== 0) {
      reversed ^= bit;
      bit >>= 1;
    }
    reversed |= bit;
  }
}

/** The first butterflies, whose only root is 1. */
function combinePairs(re: Float64Array, im: Float64Array, count: number): number {
  for (let a = 0; a + 1 < count; a += 2) {
    const r = re[a + 1]!;
    const i = im[a + 1]!;
    re[a + 1] = re[a]! - r;
    im[a + 1] = im[a]! - i;
    re[a]! += r;
    im[a]! += i;
  }
  return 2;
}

/** Joins transforms of `span` values into such of twice as many. */
function combine(re: Float64Array, im: Float64Array, span: number, { size, cosines, sines }: Roots): number {
  const count = size / 2;
  const stride = count / span;
  for (let start = 0; start < count; start += 2 * span) {
    for (let k = 0, a = start; k < span; k++, a++) {
      const c = cosines[k * stride]!;
      const s = sines[k * stride]!;
      const b = a + span;
      const r = re[b]! * c - im[b]! * s;
      const i = re[b]! * s + im[b]! * c;
      re[b] = re[a]! - r;
      im[b] = im[a]! - i;
      re[a]! += r;
      im[a]! += i;
    }
  }
  return 2 * span;
}

/** Two rounds of `combine` in one pass over the memory. */
function combineTwice(
  re: Float64Array,
  im: Float64Array,
  span: number,
  { size, cosines, sines }: Roots,
): number {
  const count = size / 2;
  const stride = count / span;
  for (let start = 0; start < count; start += 4 * span) {
    for (let k = 0, a = start; k < span; k++, a++) {
      const b = a + span;
      const c = b + span;
      const d = c + span;
      const w = cosines[k * stride]!;
      const v = sines[k * stride]!;
      const oneRe = re[b]! * w - im[b]! * v;
      const oneIm = re[b]! * v + im[b]! * w;
      const threeRe = re[d]! * w - im[d]! * v;
      const threeIm = re[d]! * v + im[d]! * w;
      const q = cosines[(k * stride) / 2]!;
      const p = sines[(k * stride) / 2]!;
      const plusRe = re[c]! + threeRe;
      const plusIm = im[c]! + threeIm;
      const minusRe = re[c]! - threeRe;
      const minusIm = im[c]! - threeIm;
      const evenRe = plusRe * q - plusIm * p;
      const evenIm = plusRe * p + plusIm * q;
      // The root a quarter turn further is -i times this one.
      const oddRe = minusRe * p + minusIm * q;
      const oddIm = minusIm * p - minusRe * q;
      const lowRe = re[a]! + oneRe;
      const lowIm = im[a]! + oneIm;
      const highRe = re[a]! - oneRe;
      const highIm = im[a]! - oneIm;
      re[a] = lowRe + evenRe;
      im[a] = lowIm + evenIm;
      re[c] = lowRe - evenRe;
      im[c] = lowIm - evenIm;
      re[b] = highRe + oddRe;
      im[b] = highIm + oddIm;
      re[d] = highRe - oddRe;
      im[d] = highIm - oddIm;
    }
  }
  return 4 * span;
}

/** Turns the transform of the pairs into that of the series, in place: two mirrored frequencies at a time. */
function separate(re: Float64Array, im: Float64Array, { size, cosines, sines }: Roots): void {
  const half = size / 2;
  const [sum, difference] = [re[0]! + im[0]!, re[0]! - im[0]!];
  for (let j = 1; 2 * j <= half; j++) {
    const k = half - j;
    const evenRe = (re[j]! + re[k]!) / 2;
    const evenIm = (im[j]! - im[k]!) / 2;
    const oddRe = (im[j]! + im[k]!) / 2;
    const oddIm = (re[k]! - re[j]!) / 2;
    const r = oddRe * cosines[j]! - oddIm * sines[j]!;
    const i = oddRe * sines[j]! + oddIm * cosines[j]!;
    re[j] = evenRe + r;
    im[j] = evenIm + i;
    re[k] = evenRe - r;
    im[k] = i - evenIm;
  }
  re[0] = sum;
  im[0] = 0;
  re[half] = difference;
  im[half] = 0;
}
