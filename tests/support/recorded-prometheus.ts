import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { canonicalSeries } from '@forewarn/core';
import { loadRecording } from '@forewarn/prometheus-source';
import { backfillPrometheus, type PrometheusHandle, startPrometheus } from '@forewarn/testkit';

const minuteMs = 60_000;

/** A Prometheus that holds the bundled recording. */
export interface RecordedPrometheus {
  readonly prometheus: PrometheusHandle;
  stop(): Promise<void>;
}

/**
 * Starts a Prometheus that holds the bundled recording, its samples stamped one minute apart.
 *
 * @param lastSampleMs  when the last one stands: in the future, so that samples go on to "arrive" while a test runs
 */
export async function startRecordedPrometheus(lastSampleMs: number): Promise<RecordedPrometheus> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'forewarn-recorded-prometheus-'));
  await backfillPrometheus(dataDir, await openMetrics(lastSampleMs));
  const prometheus = await startPrometheus({ dataDir });
  return {
    prometheus,
    async stop() {
      await prometheus.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function openMetrics(lastSampleMs: number): Promise<string> {
  const { series, sampleCount } = await loadRecording();
  const lines: string[] = [];
  let metric = '';
  // In canonical order, so that the series of a metric stand together, as the format wants it.
  for (const { series: one, values } of series) {
    if (one.metric !== metric) lines.push(`# TYPE ${one.metric} gauge`);
    metric = one.metric;
    const name = canonicalSeries(one);
    values.forEach((value, at) => {
      const timeMs = lastSampleMs - (sampleCount - 1 - at) * minuteMs;
      lines.push(`${name} ${value} ${timeMs / 1000}`);
    });
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
