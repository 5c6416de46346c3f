import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { canonicalSeries, type Samples } from '@forewarn/core';

interface SavedSeries {
  readonly metric: Record<string, string>;
  readonly values: [number, string][];
}

const directory = new URL('../recording/', import.meta.url);

/**
 * The bundled recording with its samples stamped a minute apart, the last at `anchorMs`; read here by other code than
 * the adapter's, so that the tests compare two readings of the same files.
 */
export function stampedRecording(anchorMs: number): readonly Samples[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json.gz'))
    .flatMap((name) => {
      const text = gunzipSync(readFileSync(new URL(name, directory))).toString();
      const saved: { data: { result: SavedSeries[] } } = JSON.parse(text);
      return saved.data.result.map((series) => stamped(series, anchorMs));
    })
    .sort((a, b) => (canonicalSeries(a.series) < canonicalSeries(b.series) ? -1 : 1));
}

function stamped(
  { metric: { __name__: metric = '', ...labels }, values }: SavedSeries,
  anchorMs: number,
): Samples {
  return {
    series: { metric, labels },
    timesMs: Float64Array.from(values, (_, i) => anchorMs - (values.length - 1 - i) * 60_000),
    values: Float64Array.from(values, ([, value]) => Number(value)),
  };
}

/** The series of one metric. */
export const seriesOfMetric = (samples: readonly Samples[], metric: string): readonly Samples[] =>
  samples.filter(({ series }) => series.metric === metric);

/** The samples as promtool reads them. */
export function openMetricsText(samples: readonly Samples[]): string {
  const metrics = new Set(samples.map(({ series }) => series.metric));
  const families = Array.from(metrics, (metric) => [
    `# TYPE ${metric} gauge`,
    ...seriesOfMetric(samples, metric).flatMap(({ series, timesMs, values }) =>
      Array.from(timesMs, (ms, i) => `${canonicalSeries(series)} ${values[i]} ${ms / 1000}`),
    ),
  ]);
  return [...families.flat(), '# EOF', ''].join('\n');
}
