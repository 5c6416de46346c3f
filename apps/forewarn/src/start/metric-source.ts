import { type Clock, type MetricSource, parseSelector, type SeriesSelector } from '@forewarn/core';
import { defaultSelectors } from '@forewarn/etl';
import { createPrometheusSource, createRecordedSource, loadRecording } from '@forewarn/prometheus-source';
import type { Sla } from '@forewarn/slo';
import { replayAnchor } from './replay-anchor.js';
import { sampleSlas } from './sample-slas.js';

/** Where the embedded mode has its metrics from, and what follows from that. */
export interface EmbeddedSource {
  readonly source: MetricSource;
  /** For people, such as `a recording of a real machine, …`. */
  readonly description: string;
  /** What the page says above all else; absent for live metrics. */
  readonly notice?: string;
  readonly selectors: readonly SeriesSelector[];
  readonly sampleSlas: readonly Sla[];
  /** How long behind a window's end its round begins. */
  readonly settleMs: number;
}

/**
 * The bundled recording, replayed.
 *
 * @param selectors  what to analyse; none is Forewarn's default. Samples of SLAs are for what is analysed.
 */
export async function recordedSource(
  replayFile: string,
  clock: Clock,
  selectors: readonly SeriesSelector[],
): Promise<EmbeddedSource> {
  const chosen = selectors.length > 0 ? selectors : defaultSelectors;
  const metrics = new Set(chosen.map(({ metric }) => metric));
  const anchorMs = replayAnchor(replayFile, clock());
  return {
    source: createRecordedSource({ recording: await loadRecording(), anchorMs, clock }),
    description: 'a recording of a real machine (51 minutes, stamped as 25.6 hours), replayed in a loop',
    notice:
      'These are not your machines: a recording of a real one is replayed, its 51 minutes stamped as 25.6 hours. For your own metrics: npx forewarn start --prometheus http://127.0.0.1:9090',
    selectors: chosen,
    sampleSlas: sampleSlas.filter(({ objectives }) =>
      objectives.every(({ indicator }) => metrics.has(indicator.metric)),
    ),
    settleMs: 0,
  };
}

/**
 * A live Prometheus. Unless told otherwise, Forewarn's default metrics of every job are read.
 *
 * @throws {ForewarnError} `config-invalid` for a URL that cannot be one
 */
export function liveSource(url: string, selectors: readonly SeriesSelector[]): EmbeddedSource {
  const ofEveryJob = defaultSelectors.map(({ metric }) => parseSelector(metric));
  return {
    source: createPrometheusSource({ url }),
    description: `Prometheus at ${new URL(url).host}`,
    selectors: selectors.length > 0 ? selectors : ofEveryJob,
    sampleSlas: [],
    settleMs: 5_000,
  };
}
