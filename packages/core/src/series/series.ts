import { escapeQuoted, labelText, selectorText } from './names.js';

/** Label names and values, without the metric name. */
export type Labels = Readonly<Record<string, string>>;

/** A metric name and its full label set: the identity of one time series. */
export interface Series {
  readonly metric: string;
  readonly labels: Labels;
}

/**
 * The value of a label, empty where it is absent, as in PromQL. Labels may be named like a property that every object
 * inherits (`constructor`), so only own ones count.
 *
 * @param name  of the label
 */
export const labelValue = (labels: Labels, name: string): string =>
  Object.hasOwn(labels, name) ? (labels[name] ?? '') : '';

/**
 * The canonical form `metric{a="x",b="y"}`, labels sorted by name (UTF-16 code units): the key of a series in
 * topics and tables. A series without labels is its metric name alone. Names that PromQL cannot say without quotes stand in
 * quotes, as in Prometheus 3: `{"http.server.requests","service.name"="x"}`.
 *
 * @param series  names and values are any text
 * @returns       text that `parseSeries` reads back
 */
export const canonicalSeries = ({ metric, labels }: Series): string =>
  selectorText(
    metric,
    Object.keys(labels)
      .sort()
      .map((name) => `${labelText(name)}="${escapeQuoted(labelValue(labels, name))}"`),
  );

const longestShown = 300;

/** A series as a message names it: the canonical form, cut where others gave it labels as long as a book. */
export function shownSeries(series: Series): string {
  const canonical = canonicalSeries(series);
  return canonical.length > longestShown ? `${canonical.slice(0, longestShown)}…` : canonical;
}

/** The labels that name a series' partition, most telling first, as a node exporter's metrics have them. */
export const defaultPartitionLabels: readonly string[] = ['device', 'mountpoint'];

/**
 * A short name of a series for people: the value of the first partition label that it has, else `default`.
 *
 * @param partitionLabels  label names in order of preference
 */
export function partitionOf(
  series: Series,
  partitionLabels: readonly string[] = defaultPartitionLabels,
): string {
  for (const name of partitionLabels) {
    const value = labelValue(series.labels, name);
    if (value !== '') return value;
  }
  return 'default';
}
