import type { CallOptions, MetricType } from '@forewarn/core';
import {
  complainAbout,
  isNothing,
  isObject,
  type ResponseOrigin,
  readEnvelope,
  shown,
} from '../range-response/read-envelope.js';
import type { PrometheusClient } from './prometheus-client.js';

/** A hint is not worth more: the analysis waits for it. */
const longestWaitMs = 5_000;

/**
 * What Prometheus' metadata says about a metric. A histogram or summary is declared as a whole: its buckets, count and sum
 * are counters.
 *
 * @throws {ForewarnError} as the port has it
 */
export async function metricType(
  client: PrometheusClient,
  metric: string,
  options?: CallOptions,
): Promise<MetricType> {
  const declared = await declaredTypes(client, metric, options);
  const whole = /^(.+)_(?:bucket|count|sum)$/s.exec(metric)?.[1];
  if (declared.length > 0 || whole === undefined) return metricTypeOf(metric, declared);
  const [type] = await declaredTypes(client, whole, options);
  return type === 'histogram' || type === 'summary' ? 'counter' : 'unknown';
}

const declaredTypes = (
  client: PrometheusClient,
  metric: string,
  options?: CallOptions,
): Promise<readonly string[]> =>
  client(
    {
      parametersLength: metric.length,
      call: (driver) => driver.metadata(metric),
      read: (body, origin) => readDeclaredTypes(metric, body, origin),
      timeoutMs: longestWaitMs,
    },
    options,
  );

/**
 * One entry a declaration, as Prometheus names types: `counter`, `gauge`, `histogram`…
 *
 * @source https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metric-metadata
 */
function readDeclaredTypes(metric: string, body: unknown, origin: ResponseOrigin): readonly string[] {
  const complain = complainAbout(origin);
  const { data } = readEnvelope(body, complain);
  if (isNothing(data)) return [];
  if (!isObject(data)) throw complain(`data is ${shown(data)}, not an object of metrics`);
  const declarations = Object.hasOwn(data, metric) ? data[metric] : undefined;
  if (isNothing(declarations)) return [];
  if (!Array.isArray(declarations)) throw complain(`data.${metric} is ${shown(declarations)}, not an array`);
  return declarations.map((declaration: unknown, index) => {
    if (isObject(declaration) && typeof declaration.type === 'string') return declaration.type;
    throw complain(`data.${metric}[${index}] is ${shown(declaration)}, not an object with a type`);
  });
}

/**
 * The type that the declarations agree on. Where they do not, or there are none (Prometheus forgets a metric's metadata when
 * nothing that it scrapes has the metric; OpenMetrics declares counters without their suffix; some systems that speak the rest of the API
 * have no metadata, and proxies refuse them), a name in `_total` is a counter.
 */
export function metricTypeOf(metric: string, declaredTypes: readonly string[]): MetricType {
  const [declared, ...others] = new Set(declaredTypes);
  if (others.length === 0 && (declared === 'counter' || declared === 'gauge')) return declared;
  return metric.endsWith('_total') ? 'counter' : 'unknown';
}
