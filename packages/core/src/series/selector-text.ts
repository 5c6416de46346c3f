import { ForewarnError } from '../errors/forewarn-error.js';
import type { SeriesSelector } from './label-matcher.js';
import { escapeQuoted, labelText, selectorText } from './names.js';
import { parseSelector } from './parse-selector.js';
import { canonicalSeries, labelValue, type Series } from './series.js';

/**
 * The PromQL text of a selector: in the form that every Prometheus reads where its names allow it, else in that of
 * Prometheus 3.
 *
 * @returns  text that {@link parseSelector} reads back
 */
export const formatSelector = ({ metric, matchers }: SeriesSelector): string =>
  selectorText(
    metric,
    matchers.map(({ name, operator, value }) => `${labelText(name)}${operator}"${escapeQuoted(value)}"`),
  );

/**
 * The selector that matches exactly the labels of one series.
 * Series that carry further labels match too; {@link canonicalSeries} tells them apart.
 *
 * @returns  one equality per label, sorted by name
 */
export const selectorOf = (series: Series): SeriesSelector => ({
  metric: series.metric,
  matchers: Object.keys(series.labels)
    .sort()
    .map((name) => ({ name, operator: '=', value: labelValue(series.labels, name) })),
});

/**
 * Parses the canonical form of a series.
 *
 * @param text  what {@link canonicalSeries} wrote
 * @returns     the series
 * @throws      {ForewarnError} `invalid-selector` unless `text` is a canonical form
 */
export function parseSeries(text: string): Series {
  const { metric, matchers } = parseSelector(text);
  // Not by assignment, which would take a label named __proto__ for the object's prototype.
  const labels = Object.fromEntries(matchers.map(({ name, value }) => [name, value]));
  const series = { metric, labels };
  if (canonicalSeries(series) !== text) {
    throw new ForewarnError(
      'invalid-selector',
      `"${text}" is not the canonical form of a series; that is ${canonicalSeries(series)}`,
      { details: { series: text } },
    );
  }
  return series;
}
