import { canonicalSeries, type Series } from '@forewarn/core';

/** A copy in the order of the canonical series, by UTF-16 code units. */
export function inCanonicalOrder<T>(items: Iterable<T>, seriesOf: (item: T) => Series): T[] {
  return Array.from(items, (item) => ({ item, key: canonicalSeries(seriesOf(item)) }))
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ item }) => item);
}
