/** Characters that need an escape between double quotes in PromQL. */
const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n' };

/**
 * A label value, or a name, as it stands between double quotes in PromQL.
 *
 * @param text  any text
 * @returns     `text` with backslashes, double quotes and line feeds escaped
 */
export const escapeQuoted = (text: string): string =>
  /["\\\n]/.test(text) ? text.replace(/["\\\n]/g, (character) => escapes[character]!) : text;

const classicMetric = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const classicLabel = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * Whether PromQL can say a metric's name without quotes. Others are any UTF-8 (Prometheus 3, OpenTelemetry), such as
 * `http.server.requests`, and stand in quotes within the braces. Numbers are others too: PromQL reads `inf` and `nan` as values.
 *
 * @source https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels
 */
export const isClassicMetric = (name: string): boolean =>
  classicMetric.test(name) && !/^(?:inf|nan)$/i.test(name);

/** A label's name as PromQL has it: `job`, `"service.name"`. */
export const labelText = (name: string): string =>
  classicLabel.test(name) ? name : `"${escapeQuoted(name)}"`;

/**
 * A metric and conditions as PromQL has them: `up{job="a"}`, `{"http.server.requests","service.name"="b"}`.
 *
 * @param conditions  in PromQL, such as `job="a"`
 */
export function selectorText(metric: string, conditions: readonly string[]): string {
  if (!isClassicMetric(metric)) return `{${[`"${escapeQuoted(metric)}"`, ...conditions].join(',')}}`;
  return conditions.length === 0 ? metric : `${metric}{${conditions.join(',')}}`;
}

/**
 * What the canonical forms of all series of a metric begin with, and those of no other metric that go on with a brace or a comma.
 */
export const canonicalPrefix = (metric: string): string =>
  isClassicMetric(metric) ? metric : `{"${escapeQuoted(metric)}"`;
