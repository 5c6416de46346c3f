import { ForewarnError } from '../errors/forewarn-error.js';
import {
  compileMatchers,
  type LabelMatcher,
  type MatchOperator,
  type SeriesSelector,
} from './label-matcher.js';
import { canonicalSeries, escapeLabelValue, labelValue, type Series } from './series.js';
import { unescapeLabelValue } from './unescape-label-value.js';

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelPair = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\\n]|\\.)*)"\s*/y;
const closingBrace = /\s*\}$/y;

/**
 * Parses a PromQL vector selector with a metric name: `up`, `node_filesystem_free_bytes{job="host",device!~"loop.*"}`.
 * Only double-quoted values; no ranges, offsets or functions.
 *
 * @param text  in PromQL; blanks around it do not matter
 * @returns     the selector, its conditions in the order of the text
 * @throws      {ForewarnError} `invalid-selector`, saying at which character
 * @source      https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
 */
export function parseSelector(text: string): SeriesSelector {
  const selector = readSelector(text);
  compileMatchers(selector.matchers);
  return selector;
}

/**
 * Reads the text of a selector whose patterns are looked at elsewhere: when it was stored, or together with others of one request.
 *
 * @param text  as {@link parseSelector} takes it
 * @throws      {ForewarnError} `invalid-selector`, saying at which character; not for what its patterns are
 */
export function readSelector(text: string): SeriesSelector {
  const source = text.trim();
  metricName.lastIndex = 0;
  const metric = metricName.exec(source)?.[0];
  if (metric === undefined) throw syntaxError(source, 0, 'a metric name');
  const rest = source.slice(metricName.lastIndex).trimStart();
  const matchers = rest === '' ? [] : parseBraces(source, source.length - rest.length);
  return { metric, matchers };
}

function parseBraces(source: string, open: number): LabelMatcher[] {
  if (source[open] !== '{') throw syntaxError(source, open, '"{"');
  const matchers: LabelMatcher[] = [];
  let at = open + 1;
  while (!isClosedAt(source, at)) {
    labelPair.lastIndex = at;
    const match = labelPair.exec(source);
    if (!match) throw syntaxError(source, at, 'label="value" (or !=, =~, !~)');
    matchers.push(matcherOf(source, at, match));
    at = labelPair.lastIndex;
    if (source[at] === ',') at += 1;
    else if (!isClosedAt(source, at)) throw syntaxError(source, at, '"," or a closing "}"');
  }
  return matchers;
}

function isClosedAt(source: string, at: number): boolean {
  closingBrace.lastIndex = at;
  return closingBrace.test(source);
}

function matcherOf(source: string, at: number, match: RegExpExecArray): LabelMatcher {
  const [, name, operator, escaped] = match;
  if (name === '__name__') throw syntaxError(source, at, 'a label; the metric name stands before the "{"');
  const value = unescapeLabelValue(escaped!);
  if (value === undefined) {
    throw syntaxError(source, at, 'a value whose backslashes are doubled, such as "10\\\\.0\\\\..*"');
  }
  return { name: name!, operator: operator as MatchOperator, value };
}

const syntaxError = (source: string, at: number, wanted: string): ForewarnError =>
  new ForewarnError(
    'invalid-selector',
    `"${source}" is not a series selector: expected ${wanted} at character ${at + 1}`,
    { details: { selector: source, position: at + 1 } },
  );

/**
 * The PromQL text of a selector.
 *
 * @returns  text that {@link parseSelector} reads back
 */
export function formatSelector(selector: SeriesSelector): string {
  if (selector.matchers.length === 0) return selector.metric;
  const pairs = selector.matchers.map(
    ({ name, operator, value }) => `${name}${operator}"${escapeLabelValue(value)}"`,
  );
  return `${selector.metric}{${pairs.join(',')}}`;
}

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
