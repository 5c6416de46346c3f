import {
  type Clock,
  type Logger,
  type MetricSource,
  parseSelector,
  type SeriesSelector,
} from '@forewarn/core';
import { defaultSelectors } from '@forewarn/etl';
import {
  bundledRecordings,
  createPrometheusSource,
  createRecordedSource,
  loadRecording,
} from '@forewarn/prometheus-source';
import { type Indicator, indicatorNameOf, type Sla } from '@forewarn/slo';
import { replayAnchor } from './replay-anchor.js';
import { sampleIndicators, sampleSlas } from './sample-slas.js';
import type { WantedPrometheus } from './wanted-prometheus.js';

/** Where the embedded mode has its metrics from, and what follows from that. */
export interface EmbeddedSource {
  readonly source: MetricSource;
  /** For people, such as `a recording of a real machine, …`. */
  readonly description: string;
  /** What the page says above all else; absent for live metrics. */
  readonly notice?: string;
  readonly selectors: readonly SeriesSelector[];
  readonly sampleSlas: readonly Sla[];
  /** What they are about, where that is more than a selector. */
  readonly sampleIndicators: readonly Indicator[];
  /** How long behind a window's end its round begins. */
  readonly settleMs: number;
}

/**
 * The bundled recordings, replayed.
 *
 * @param selectors  what to analyse; none is Forewarn's default. Samples of SLAs are for what is analysed.
 */
export async function recordedSource(
  replayFile: string,
  clock: Clock,
  selectors: readonly SeriesSelector[],
): Promise<EmbeddedSource> {
  const isDefault = selectors.length === 0;
  const chosen = isDefault ? defaultSelectors : selectors;
  const metrics = new Set(chosen.map(({ metric }) => metric));
  const anchorMs = replayAnchor(replayFile, clock());
  const recordings = await Promise.all(Object.values(bundledRecordings).map(loadRecording));
  return {
    source: createRecordedSource({ recordings, anchorMs, clock }),
    description:
      'recordings of a real machine and a real service, stamped as 25.6 hours and replayed in a loop',
    notice:
      'These are not your machines: recordings of a real machine (51 minutes) and a service (26 minutes) are replayed, stamped as 25.6 hours. For your own metrics: npx forewarn start --prometheus http://127.0.0.1:9090',
    selectors: chosen,
    sampleSlas: sampleSlas.filter(({ objectives }) =>
      objectives.every(({ indicator }) =>
        indicatorNameOf(indicator) === undefined ? metrics.has(indicator.metric) : isDefault,
      ),
    ),
    sampleIndicators: isDefault ? sampleIndicators : [],
    settleMs: 0,
  };
}

/**
 * A live Prometheus. Unless told otherwise, Forewarn's default metrics of every job are read.
 *
 * @throws {ForewarnError} `config-invalid` for a URL that cannot be one, a token or a certificate that cannot be read
 */
export function liveSource(
  prometheus: WantedPrometheus,
  selectors: readonly SeriesSelector[],
  logger: Logger,
): EmbeddedSource {
  const ofEveryJob = defaultSelectors.map(({ metric }) => parseSelector(metric));
  return {
    source: createPrometheusSource({ ...prometheus, logger }),
    description: `Prometheus at ${new URL(prometheus.url).host}`,
    selectors: selectors.length > 0 ? selectors : ofEveryJob,
    sampleSlas: [],
    sampleIndicators: [],
    settleMs: 5_000,
  };
}
