import { ForewarnError } from '../errors/forewarn-error.js';
import {
  compileMatchers,
  type LabelMatcher,
  type MatchOperator,
  type SeriesSelector,
} from './label-matcher.js';
import { unescapeQuoted } from './unescape-quoted.js';

const metricName = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;
const quoted = String.raw`"((?:[^"\\\n]|\\.)*)"`;
const item = new RegExp(
  String.raw`\s*(?:([a-zA-Z_][a-zA-Z0-9_]*)|${quoted})\s*(?:(=~|!~|!=|=)\s*${quoted}\s*)?`,
  'y',
);
const closingBrace = /\s*\}$/y;

/**
 * Parses a PromQL vector selector with a metric name: `up`, `node_filesystem_free_bytes{job="host",device!~"loop.*"}`; names beyond
 * letters, digits and underscores in quotes, as in Prometheus 3: `{"http.server.requests","service.name"="shop"}`. The name may stand
 * as `__name__="…"` too. Only double quotes; no ranges, offsets or functions.
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
  const named = metricName.exec(source)?.[0];
  const open = named === undefined ? 0 : source.length - source.slice(named.length).trimStart().length;
  if (named === undefined && source[0] !== '{') throw syntaxError(source, 0, 'a metric name');
  const { metric, matchers } =
    open === source.length ? { metric: named, matchers: [] } : parseBraces(source, open, named);
  if (metric === undefined || metric === '') {
    throw syntaxError(source, 0, 'a metric name, before the "{" or in quotes behind it');
  }
  return { metric, matchers };
}

/** What stands between two commas: a condition on a label, or the quoted name of the metric. */
interface Item {
  readonly name: string;
  readonly operator: MatchOperator | undefined;
  readonly value: string;
}

function parseBraces(source: string, open: number, named: string | undefined) {
  if (source[open] !== '{') throw syntaxError(source, open, '"{"');
  const matchers: LabelMatcher[] = [];
  let metric = named;
  let at = open + 1;
  while (!isClosedAt(source, at)) {
    const { name, operator, value } = readItem(source, at);
    if (operator !== undefined && name !== '__name__') matchers.push({ name, operator, value });
    else {
      if (metric !== undefined) {
        throw syntaxError(
          source,
          at,
          `a label; the metric name stands ${named ? 'before the "{"' : 'there already'}`,
        );
      }
      if (operator !== undefined && operator !== '=')
        throw syntaxError(source, at, 'one metric: __name__="name"');
      metric = operator === undefined ? name : value;
    }
    at = item.lastIndex;
    if (source[at] === ',') at += 1;
    else if (!isClosedAt(source, at)) throw syntaxError(source, at, '"," or a closing "}"');
  }
  return { metric, matchers };
}

function readItem(source: string, at: number): Item {
  item.lastIndex = at;
  const [text, bare, quotedName, operator, quotedValue] = item.exec(source) ?? [];
  if (text === undefined || (bare !== undefined && operator === undefined)) {
    throw syntaxError(source, at, 'label="value" (or !=, =~, !~)');
  }
  const name = bare ?? unescapeQuoted(quotedName!);
  const value = unescapeQuoted(quotedValue ?? '');
  if (name === undefined || value === undefined) {
    throw syntaxError(source, at, 'a value whose backslashes are doubled, such as "10\\\\.0\\\\..*"');
  }
  if (name === '' && operator !== undefined) throw syntaxError(source, at, 'a label name that is not empty');
  return { name, operator: operator as MatchOperator | undefined, value };
}

function isClosedAt(source: string, at: number): boolean {
  closingBrace.lastIndex = at;
  return closingBrace.test(source);
}

const syntaxError = (source: string, at: number, wanted: string): ForewarnError =>
  new ForewarnError(
    'invalid-selector',
    `"${source}" is not a series selector: expected ${wanted} at character ${at + 1}`,
    { details: { selector: source, position: at + 1 } },
  );
