import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDataDirectory } from './data-directory.js';
import { freePort } from './free-port.js';
import { type ServerHandle, type ServerOptions, startNativeServer } from './native-server.js';
import { probeHttp } from './probe-http.js';
import { requireProgram } from './server-programs.js';
import type { ReadinessProbe } from './wait-until-ready.js';

/** One job that Prometheus scrapes. */
export interface ScrapeTarget {
  readonly job: string;
  /** `host:port` of each instance. */
  readonly addresses: readonly string[];
  /** `/metrics` by default. */
  readonly metricsPath?: string;
  /** Labels that every sample gets. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What Prometheus scrapes, and how often. */
export interface PrometheusOptions extends ServerOptions {
  /** Path of a Prometheus of another version; default: the installed one. */
  readonly program?: string;
  readonly scrapeTargets?: readonly ScrapeTarget[];
  /** Milliseconds between scrapes; 2000 by default. */
  readonly scrapeIntervalMs?: number;
  /** Paths of files with rules, `*` allowed in the last part. */
  readonly ruleFiles?: readonly string[];
  /** Further flags of the command line, such as `--web.enable-remote-write-receiver`. */
  readonly extraFlags?: readonly string[];
  /** What asks it whether it is ready, where it does not answer everybody; default: a request without credentials. */
  readonly probe?: ReadinessProbe;
  /** Further settings of all scrapes, such as `convert_classic_histograms_to_nhcb`. */
  readonly scrapeSettings?: Readonly<Record<string, string | boolean>>;
}

/** A Prometheus; `url` is what `PROMETHEUS_URL` takes. */
export interface PrometheusHandle extends ServerHandle {
  readonly url: string;
}

const SCRAPE_INTERVAL_MS = 2_000;

/**
 * Starts a Prometheus. It keeps ten years of samples, so that backfilled histories stay whatever their age.
 *
 * @throws {ServerStartError} when Prometheus is absent or does not become ready
 */
export async function startPrometheus(options: PrometheusOptions = {}): Promise<PrometheusHandle> {
  const command = options.program ?? (await requireProgram('prometheus'));
  const port = options.port ?? (await freePort());
  const data = await openDataDirectory('prometheus', options.dataDir);
  const url = `http://127.0.0.1:${port}`;
  const configuration = join(data.path, 'prometheus.yml');
  const prepare = () => writeFile(configuration, scrapeConfiguration(options));
  const args = [
    `--config.file=${configuration}`,
    `--storage.tsdb.path=${tsdbFolder(data.path)}`,
    '--storage.tsdb.retention.time=10y',
    `--web.listen-address=127.0.0.1:${port}`,
    ...(options.extraFlags ?? []),
  ];
  const plan = {
    server: 'Prometheus',
    command,
    args,
    port,
    data,
    prepare,
    probe: options.probe ?? probeHttp(`${url}/-/ready`),
  };
  return Object.assign(await startNativeServer(plan, options), { url });
}

/** Where a Prometheus with this data directory keeps its samples. */
export function tsdbFolder(dataDir: string): string {
  return join(dataDir, 'tsdb');
}

/** JSON, which is YAML too. */
function scrapeConfiguration({
  scrapeTargets = [],
  scrapeIntervalMs = SCRAPE_INTERVAL_MS,
  ruleFiles = [],
  scrapeSettings = {},
}: PrometheusOptions): string {
  const interval = `${scrapeIntervalMs}ms`;
  return JSON.stringify({
    global: {
      scrape_interval: interval,
      scrape_timeout: interval,
      evaluation_interval: interval,
      ...scrapeSettings,
    },
    rule_files: ruleFiles,
    scrape_configs: scrapeTargets.map(({ job, addresses, metricsPath = '/metrics', labels = {} }) => ({
      job_name: job,
      metrics_path: metricsPath,
      static_configs: [{ targets: addresses, labels }],
    })),
  });
}
