import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A real number as the golden files write it: null is NaN, infinities are words. */
export type GoldenNumber = number | null | 'Infinity' | '-Infinity';

/** The vectors beside this file, or those of another seed in the folder that FOREWARN_GOLDEN names. */
function folder(): string {
  const other = process.env.FOREWARN_GOLDEN;
  return other ? resolve(other) : fileURLToPath(new URL('.', import.meta.url));
}

/**
 * Reads one golden file.
 *
 * @param name  file name without extension
 * @returns     its parsed JSON; the caller states the shape, which the folder's README documents
 */
export function readGolden<Shape>(name: string): Shape {
  return JSON.parse(readFileSync(join(folder(), `${name}.json`), 'utf8')) as Shape;
}

/**
 * A golden array as numbers.
 *
 * @param values  entries as written
 * @returns       the same with NaN for null
 */
export function numbers(values: readonly GoldenNumber[]): number[] {
  return values.map((value) => (value === null ? Number.NaN : Number(value)));
}

/**
 * Looks a shared input up, first n values.
 *
 * @param name  key of series.json
 * @param n     how many values, all when absent
 * @returns     the samples
 */
export function goldenSeries(name: string, n?: number): number[] {
  const entry = allSeries()[name];
  if (entry === undefined) throw new Error(`no golden series ${name}`);
  return numbers(entry.slice(0, n));
}

let cached: Record<string, GoldenNumber[]> | undefined;

function allSeries(): Record<string, GoldenNumber[]> {
  cached ??= readGolden<Record<string, GoldenNumber[]>>('series');
  return cached;
}

/**
 * The largest difference between two arrays of one length, NaN agreeing only with NaN.
 *
 * @param actual    computed
 * @param expected  reference
 * @param scale     what differences are divided by; 1 for absolute ones
 * @returns         the largest |actual - expected| / scale; Infinity where only one is NaN or the lengths differ
 */
export function largestDifference(actual: ArrayLike<number>, expected: ArrayLike<number>, scale = 1): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const bothMissing = Number.isNaN(actual[i]) && Number.isNaN(expected[i]);
    if (bothMissing) continue;
    const difference = Math.abs(actual[i]! - expected[i]!) / scale;
    largest = Math.max(largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
  }
  return largest;
}

/**
 * The largest magnitude in an array, NaN skipped, as a scale for differences.
 *
 * @param values  any numbers
 * @returns       max |value|, at least the smallest positive double
 */
export function magnitude(values: ArrayLike<number>): number {
  let largest = Number.MIN_VALUE;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) > largest) largest = Math.abs(values[i]!);
  return largest;
}

/** For autocorrelations: 1e-11, or what the rounding of a mean far above the spread costs statsmodels. */
export function correlationTolerance(x: readonly number[]): number {
  const [low, high] = [Math.min(...x), Math.max(...x)];
  return Math.max(1e-11, (Number.EPSILON * magnitude(x)) / ((high - low) / 4));
}
