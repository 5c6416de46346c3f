import { ForewarnError } from '../errors/forewarn-error.js';
import {
  compileMatchers,
  type LabelMatcher,
  type MatchOperator,
  type SeriesSelector,
} from './label-matcher.js';
import { canonicalSeries, escapeLabelValue, type Series } from './series.js';

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const labelPair = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*(=~|!~|!=|=)\s*"((?:[^"\\\n]|\\.)*)"\s*/y;

/**
 * Parses a PromQL vector selector with a metric name: `up`, `node_filesystem_free_bytes{job="host",device!~"loop.*"}`.
 * Only double-quoted values; no ranges, offsets or functions.
 *
 * @throws {ForewarnError} `invalid-selector`, saying at which character
 * @source https://prometheus.io/docs/prometheus/latest/querying/basics/#instant-vector-selectors
 */
export function parseSelector(text: string): SeriesSelector {
  const source = text.trim();
  metricName.lastIndex = 0;
  const metric = metricName.exec(source)?.[0];
  if (metric === undefined) throw syntaxError(text, 0, 'a metric name');
  const afterName = metricName.lastIndex;
  const rest = source.slice(afterName).trimStart();
  const matchers = rest === '' ? [] : parseBraces(text, source, source.length - rest.length);
  compileMatchers(matchers);
  return { metric, matchers };
}

function parseBraces(text: string, source: string, open: number): LabelMatcher[] {
  if (source[open] !== '{') throw syntaxError(text, open, '"{"');
  const matchers: LabelMatcher[] = [];
  let at = open + 1;
  while (source.slice(at).trimStart() !== '}') {
    labelPair.lastIndex = at;
    const match = labelPair.exec(source);
    if (!match) throw syntaxError(text, at, 'label="value" (or !=, =~, !~)');
    matchers.push({ name: match[1]!, operator: match[2] as MatchOperator, value: unescapeValue(match[3]!) });
    at = labelPair.lastIndex;
    if (source[at] === ',') at += 1;
    else if (source[at] !== '}') throw syntaxError(text, at, '"," or "}"');
  }
  return matchers;
}

const unescapeValue = (value: string): string =>
  value.replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));

const syntaxError = (text: string, at: number, wanted: string): ForewarnError =>
  new ForewarnError(
    'invalid-selector',
    `"${text}" is not a series selector: expected ${wanted} at character ${at + 1}`,
    {
      details: { selector: text, position: at + 1 },
    },
  );

/** The PromQL text of a selector; {@link parseSelector} reads it back. */
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
 */
export const selectorOf = (series: Series): SeriesSelector => ({
  metric: series.metric,
  matchers: Object.keys(series.labels)
    .sort()
    .map((name) => ({ name, operator: '=', value: series.labels[name] ?? '' })),
});

/**
 * Parses the canonical form of a series.
 *
 * @throws {ForewarnError} `invalid-selector` unless `text` is what {@link canonicalSeries} writes
 */
export function parseSeries(text: string): Series {
  const { metric, matchers } = parseSelector(text);
  const labels: Record<string, string> = {};
  for (const { name, value } of matchers) labels[name] = value;
  const series = { metric, labels };
  if (canonicalSeries(series) !== text) {
    throw new ForewarnError(
      'invalid-selector',
      `"${text}" is not the canonical form of a series; that is ${canonicalSeries(series)}`,
      {
        details: { series: text },
      },
    );
  }
  return series;
}
