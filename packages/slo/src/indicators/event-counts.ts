import {
  alignDown,
  canonicalSeries,
  expressionMetric,
  type Labels,
  labelValue,
  type Samples,
} from '@forewarn/core';
import { minuteMs } from '../minute-means.js';

/** A pair of samples farther apart says nothing about the minutes between them, as in Prometheus' look-back. */
export const counterLookBackMs = 5 * minuteMs;

/** Events by minute, of the series that have the same values of some labels. */
export interface EventCounts {
  readonly labels: Labels;
  /** Events by the start of their minute; a minute is there where any of the series has two samples that tell. */
  readonly byMinute: Map<number, number>;
}

/**
 * The increases of counters by minute: each is that between two consecutive samples, in the minute of the later one. A decrease is a reset to
 * 0 in between, so that the increase is the new value; nothing is extrapolated, so that no event is counted twice and none that was seen is lost.
 *
 * @param all   samples of counters, each from as far as {@link counterLookBackMs} before the first minute on
 * @param by    labels that tell groups apart; a label that is absent counts as empty
 * @returns     by the canonical form of the labels
 */
export function countEvents(all: readonly Samples[], by: readonly string[]): Map<string, EventCounts> {
  const groups = new Map<string, EventCounts>();
  for (const samples of all) {
    const labels = labelsOf(samples.series.labels, by);
    const key = canonicalSeries({ metric: expressionMetric, labels });
    const group = groups.get(key) ?? { labels, byMinute: new Map<number, number>() };
    groups.set(key, group);
    addIncreases(samples, group.byMinute);
  }
  return groups;
}

function addIncreases({ timesMs, values }: Samples, byMinute: Map<number, number>): void {
  for (let at = 1; at < values.length; at += 1) {
    if (timesMs[at]! - timesMs[at - 1]! > counterLookBackMs) continue;
    const difference = values[at]! - values[at - 1]!;
    const minute = alignDown(timesMs[at]!, minuteMs);
    byMinute.set(minute, (byMinute.get(minute) ?? 0) + (difference < 0 ? values[at]! : difference));
  }
}

const labelsOf = (labels: Labels, by: readonly string[]): Labels =>
  Object.fromEntries(
    by.flatMap((name) => {
      const value = labelValue(labels, name);
      return value === '' ? [] : [[name, value]];
    }),
  );
