/** Prometheus' base units, as metric names end in them; counters are analysed as rates. */
export const metricUnits = [
  'bytes',
  'seconds',
  'ratio',
  'percent',
  'celsius',
  'bytes/s',
  'seconds/s',
  'per second',
  'none',
] as const;

/** The unit of a metric's analysed values, and of bounds on them. */
export type MetricUnit = (typeof metricUnits)[number];

const suffixes: readonly (readonly [suffix: string, unit: MetricUnit])[] = [
  ['_bytes_total', 'bytes/s'],
  ['_seconds_total', 'seconds/s'],
  ['_total', 'per second'],
  ['_bytes', 'bytes'],
  ['_seconds', 'seconds'],
  ['_ratio', 'ratio'],
  ['_percent', 'percent'],
  ['_celsius', 'celsius'],
];

/**
 * The unit that a metric's name tells, `none` when it tells none.
 *
 * @source https://prometheus.io/docs/practices/naming/#base-units
 */
export const metricUnit = (metric: string): MetricUnit =>
  suffixes.find(([suffix]) => metric.endsWith(suffix))?.[1] ?? 'none';
