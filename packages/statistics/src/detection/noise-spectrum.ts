/** Coefficients of the first-order autoregressions whose mixtures make up the background; 1 is a random walk. */
const PERSISTENCES = [-0.9, 0, 0.7, 0.93, 0.985, 1];
/** Those that also take part twice in a row, for series that are smooth from sample to sample. */
const SMOOTH = [0.7, 0.93, 1];
const COMPONENTS = PERSISTENCES.length + SMOOTH.length;
/** Neighbouring bands begin at frequencies of this ratio. */
const BAND_RATIO = 1.5;
/** How often lines are clipped anew, and rounds of the likelihood maximisation after each time. */
const CLIPS = 3;
const ROUNDS = 6;
/** Periodogram values beyond this many times the background belong to a line and not to noise. */
const LINE_FACTOR = 4;

/** The lines of a known season, around which a periodogram does not show the noise; in indices. */
export interface KnownLines {
  /** From one line to the next. */
  readonly spacing: number;
  /** How far a line reaches to either side. */
  readonly margin: number;
}

/**
 * The smooth spectrum of the noise of a series: the most likely non-negative mixture of white noise, first-order
 * autoregressions and random walks. It is what a season must stand out from: single lines do not raise it, and unlike one
 * autoregression it follows slow drift under fast noise.
 *
 * @param periodogram  `Float64Array[m]`, |transform|²/n at the frequencies j / (2(m-1)) cycles per sample, lines included
 * @param first        lowest index to use, ≥ 1: below it a removed trend took the power
 * @param known        a season whose lines are left out
 * @returns            `Float64Array[m]`, the background at the same frequencies, positive from index 1 on
 * @source             likelihood: Whittle (1953), doi:10.1007/BF02590998; red noise as the null: Torrence & Compo (1998),
 *                     A practical guide to wavelet analysis; rounds: Févotte, Bertin & Durrieu (2009), doi:10.1162/neco.2008.04-08-771
 */
export function noiseSpectrum(periodogram: Float64Array, first: number, known?: KnownLines): Float64Array {
  const edges = bandEdges(first, periodogram.length);
  const bands = gather(periodogram, edges, known);
  const amounts = evenAmounts(bands);
  // From below: a background that once took a strong line for noise would never clip it.
  for (let clip = 0; clip < CLIPS; clip++) {
    clipLines(bands, amounts);
    improve(amounts, bands, ROUNDS);
  }
  return fill(periodogram.length, edges, amounts);
}

/** Periodogram values in bands of frequencies, those near known lines left out. */
interface Bands {
  /** The values, band after band. */
  readonly values: Float64Array;
  /** How many of them each band has. */
  readonly weight: Float64Array;
  /** Their mean in each band, without what exceeds the background by far. */
  readonly power: Float64Array;
  /** `[bands × COMPONENTS]`: each component at the mean frequency of the band. */
  readonly shapes: Float64Array;
}

function bandEdges(first: number, end: number): number[] {
  const edges = [first];
  for (let edge = first; edge < end; edges.push(edge)) {
    edge = Math.min(end, Math.max(edge + 1, Math.round(edge * BAND_RATIO)));
  }
  return edges;
}

function gather(periodogram: Float64Array, edges: number[], known: KnownLines | undefined): Bands {
  const count = edges.length - 1;
  const values = new Float64Array(periodogram.length);
  const weight = new Float64Array(count);
  const power = new Float64Array(count);
  const shapes = new Float64Array(count * COMPONENTS);
  let used = 0;
  for (let band = 0; band < count; band++) {
    const start = used;
    let sum = 0;
    let place = 0;
    for (let j = edges[band]!; j < edges[band + 1]!; j++) {
      if (known !== undefined && isNearLine(j, known)) continue;
      values[used++] = periodogram[j]!;
      sum += periodogram[j]!;
      place += j;
    }
    if (used === start) continue;
    weight[band] = used - start;
    power[band] = sum / (used - start);
    writeShapes(shapes, band * COMPONENTS, place / (used - start) / (periodogram.length - 1) / 2);
  }
  return { values, weight, power, shapes };
}

function isNearLine(j: number, { spacing, margin }: KnownLines): boolean {
  const place = j / spacing;
  return Math.abs(place - Math.floor(place + 0.5)) * spacing < margin;
}

/** Recomputes band powers with what exceeds the background by far cut off, and the cut made good for exponential noise. */
function clipLines({ values, weight, power, shapes }: Bands, amounts: Float64Array): void {
  const kept = 1 - Math.exp(-LINE_FACTOR);
  for (let band = 0, at = 0; band < power.length; band++) {
    const limit = LINE_FACTOR * mixture(amounts, shapes, band * COMPONENTS);
    const end = at + weight[band]!;
    let sum = 0;
    for (; at < end; at++) sum += Math.min(values[at]!, limit);
    if (weight[band]! > 0) power[band] = sum / kept / weight[band]!;
  }
}

function mixture(amounts: Float64Array, shapes: Float64Array, at: number): number {
  let sum = 0;
  for (let i = 0; i < COMPONENTS; i++) sum += amounts[i]! * shapes[at + i]!;
  return sum;
}

function writeShapes(into: Float64Array, at: number, frequency: number): void {
  const step = 2 - 2 * Math.cos(2 * Math.PI * frequency);
  for (let i = 0; i < COMPONENTS; i++) {
    const phi = i < PERSISTENCES.length ? PERSISTENCES[i]! : SMOOTH[i - PERSISTENCES.length]!;
    const shape = 1 / ((1 - phi) * (1 - phi) + phi * step);
    into[at + i] = i < PERSISTENCES.length ? shape : shape * shape;
  }
}

/** Evaluates the mixture at the band edges and interpolates its reciprocal, which is nearly straight between them. */
function fill(length: number, edges: number[], amounts: Float64Array): Float64Array {
  const background = new Float64Array(length);
  const shapes = new Float64Array(COMPONENTS);
  let start = 0;
  let before = Number.NaN;
  for (const edge of edges) {
    const end = Math.min(edge, length - 1);
    writeShapes(shapes, 0, end / (length - 1) / 2);
    const here = 1 / mixture(amounts, shapes, 0);
    const slope = Number.isNaN(before) || end === start ? 0 : (here - before) / (end - start);
    for (let j = start; j <= end; j++) background[j] = 1 / (here - slope * (end - j));
    start = end;
    before = here;
  }
  return background;
}

/** Equal parts of every component, each as large as fits under the data. */
function evenAmounts({ power, weight, shapes }: Bands): Float64Array {
  const amounts = new Float64Array(COMPONENTS);
  for (let i = 0; i < COMPONENTS; i++) {
    let sum = 0;
    let total = 0;
    for (let band = 0; band < power.length; band++) {
      if (!(power[band]! > 0)) continue;
      sum += (weight[band]! * shapes[band * COMPONENTS + i]!) / power[band]!;
      total += weight[band]!;
    }
    amounts[i] = sum > 0 ? total / sum / COMPONENTS : 0;
  }
  return amounts;
}

/** Multiplies each amount by the ratio of the likelihood gradient's two parts, which keeps it non-negative. */
function improve(amounts: Float64Array, { power, weight, shapes }: Bands, rounds: number): void {
  const gain = new Float64Array(COMPONENTS);
  const cost = new Float64Array(COMPONENTS);
  for (let round = 0; round < rounds; round++) {
    gain.fill(0);
    cost.fill(0);
    for (let band = 0; band < power.length; band++) {
      if (weight[band] === 0) continue;
      const at = band * COMPONENTS;
      const model = mixture(amounts, shapes, at);
      const pull = weight[band]! / model;
      const lift = (pull * power[band]!) / model;
      for (let i = 0; i < COMPONENTS; i++) {
        gain[i]! += lift * shapes[at + i]!;
        cost[i]! += pull * shapes[at + i]!;
      }
    }
    for (let i = 0; i < COMPONENTS; i++) {
      const ratio = cost[i]! > 0 ? gain[i]! / cost[i]! : 0;
      // A step half as long again: plain rounds creep where components nearly replace each other.
      amounts[i]! *= ratio * Math.sqrt(ratio);
    }
  }
}
