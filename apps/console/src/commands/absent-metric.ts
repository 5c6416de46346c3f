import { type CallOptions, ForewarnError, printable } from '@forewarn/core';
import type { Retrieval } from '../retrieval/retrieval.js';

const mostNames = 10;

/**
 * Why nothing was found of a metric, when it is that there is no such metric: names what there is, the nearest first.
 *
 * @returns undefined when series of the metric were analysed, which other conditions excluded
 */
export async function absentMetric(
  retrieval: Retrieval,
  metric: string,
  options: CallOptions,
): Promise<ForewarnError | undefined> {
  const names = new Set<string>();
  for await (const { series } of retrieval.series({}, options)) names.add(series.metric);
  if (names.has(metric)) return undefined;
  return new ForewarnError(
    'invalid-request',
    `no series of ${metric} has been analysed${instead(metric, names)}`,
  );
}

function instead(metric: string, names: ReadonlySet<string>): string {
  if (names.size === 0) return ', and none of any other metric';
  const nearest = [...names]
    .map((name) => ({ name, distance: editDistance(metric, name) }))
    .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
    .slice(0, mostNames)
    .map(({ name }) => printable(name));
  const more = names.size - nearest.length;
  return `; there are: ${nearest.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Beyond this a name is compared by its beginning alone, so that the longest labels cost nothing. */
const longestCompared = 100;

/** How many characters must be put in, left out or exchanged. @source Wagner & Fischer (1974), doi:10.1145/321796.321811 */
function editDistance(a: string, b: string): number {
  const [left, right] = [a.slice(0, longestCompared), b.slice(0, longestCompared)];
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const exchange = row[j - 1]! + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(exchange, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row.at(-1)!;
}
