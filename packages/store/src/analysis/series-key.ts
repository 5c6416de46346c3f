import { createHash } from 'node:crypto';
import { canonicalSeries, type Series } from '@forewarn/core';

/** What finds and orders a series in the tables. */
export interface SeriesKey {
  /** 0 to 2⁵³ − 1. */
  readonly id: number;
  /** 32 bytes. */
  readonly sha256: Buffer;
  /** At most {@link sortKeyBytes} bytes. */
  readonly sortKey: Buffer;
  readonly canonical: string;
}

/**
 * How much of the canonical text orders the series. MySQL sorts by the first 1024 bytes of a value
 * (`max_sort_length`) and indexes 3072, so that a longer key would be sorted otherwise than it is compared.
 */
export const sortKeyBytes = 1000;

/**
 * The keys of a series, from nothing but its canonical text: the order in which series arrive does not show, so
 * that a replay, or another database, has the same ids. 53 bits are exact in JavaScript and JSON, where 64 are not;
 * a million series collide with a probability of 0.006 %, which the writer detects by the full hash.
 */
export function seriesKey(series: Series): SeriesKey {
  const canonical = canonicalSeries(series);
  const sha256 = createHash('sha256').update(canonical).digest();
  const id = Number(sha256.readBigUInt64BE(0) >> 11n);
  return { id, sha256, sortKey: sortKeyOf(canonical), canonical };
}

/** The first bytes of a text in UTF-8, by which series are ordered: the order of code points. */
export const sortKeyOf = (text: string): Buffer => Buffer.from(text, 'utf8').subarray(0, sortKeyBytes);

/** The labels as JSON, sorted by name, so that equal series have equal rows. */
export function labelsJson(labels: Series['labels']): string {
  const names = Object.keys(labels).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(labels[name])}`).join(',')}}`;
}
