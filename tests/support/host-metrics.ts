import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  backfillPrometheus,
  type NodeExporterHandle,
  type PrometheusHandle,
  type PrometheusOptions,
  startNodeExporter,
  startPrometheus,
} from '@forewarn/testkit';

const metric = 'node_memory_MemFree_bytes';

/** A Prometheus that scrapes a real node exporter, with a longer history of one of its series than a test could wait for. */
export interface HostMetrics {
  readonly prometheus: PrometheusHandle;
  readonly nodeExporter: NodeExporterHandle;
  /** The series that has a history, as it is scraped. */
  readonly series: { readonly metric: string; readonly labels: Readonly<Record<string, string>> };
  stop(): Promise<void>;
}

/**
 * Starts a node exporter, and a Prometheus that scrapes it as job `host`. Free memory gets a history of `historyMs`, with a wave
 * of an hour and seeded noise around the value that the machine has now, sampled every 15 s with jitter as a scraper does.
 *
 * @param further  what else that Prometheus is to do
 */
export async function startHostMetrics(
  historyMs: number,
  { scrapeTargets = [], ...further }: PrometheusOptions = {},
): Promise<HostMetrics> {
  const nodeExporter = await startNodeExporter();
  const labels = { instance: nodeExporter.address, job: 'host' };
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'forewarn-host-metrics-'));
  await backfillPrometheus(dataDir, history(labels, historyMs));
  const prometheus = await startPrometheus({
    ...further,
    dataDir,
    scrapeTargets: [{ job: 'host', addresses: [nodeExporter.address] }, ...scrapeTargets],
  });
  return {
    prometheus,
    nodeExporter,
    series: { metric, labels },
    async stop() {
      await prometheus.stop();
      await nodeExporter.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function history(labels: Readonly<Record<string, string>>, historyMs: number): string {
  const now = Date.now();
  const level = os.freemem();
  const random = seeded(20_261_121);
  const lines = [`# TYPE ${metric} gauge`];
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`);
  for (let ms = now - historyMs; ms < now - 20_000; ms += 15_000) {
    const wave = Math.sin((2 * Math.PI * ms) / 3_600_000);
    const value = Math.round(level * (1 + 0.05 * wave + 0.01 * (random() - 0.5)));
    const stamp = (ms + Math.floor(random() * 400)) / 1000;
    lines.push(`${metric}{${pairs.join(',')}} ${value} ${stamp}`);
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

/** A linear congruential generator: the same numbers each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
