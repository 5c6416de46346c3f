import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { type SeriesSelector, systemClock } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { runServices } from '@forewarn/lifecycle';
import { seedSlas } from '@forewarn/sla-manager';
import { createSqliteStore } from '@forewarn/store';
import { createLogger } from '@forewarn/telemetry';
import { type DataDirectory, openDataDirectory } from './data-directory.js';
import { createEmbeddedServices, type EmbeddedAddresses } from './embedded-services.js';
import { firstResults } from './first-results.js';
import { type EmbeddedSource, liveSource, recordedSource } from './metric-source.js';
import { whereEverythingIs } from './where-everything-is.js';

/** What the user asked for. */
export interface EmbeddedOptions {
  /** A live Prometheus; the bundled recording when absent. */
  readonly prometheusUrl: string | undefined;
  readonly selectors: readonly SeriesSelector[];
  readonly dataDirectory: string;
  readonly addresses: EmbeddedAddresses;
}

const longestLogBytes = 256 * 1024 * 1024;
const firstResultsTimeoutMs = 60_000;

/**
 * Runs every service in this process until the signal, and tells the user how far it is and where everything is.
 *
 * @throws {ForewarnError} `data-directory-unusable`, `address-in-use`, `prometheus-unavailable` and others that no waiting mends
 */
export async function startEmbedded(
  options: EmbeddedOptions,
  stdout: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  const startedMs = performance.now();
  const say = (line: string) => stdout.write(`${line}\n`);
  const directory = openDataDirectory(options.dataDirectory, sourceName(options.prometheusUrl));
  const logger = createLogger({
    service: 'forewarn',
    level: 'info',
    destination: createWriteStream(directory.logFile, { flags: 'a' }),
  });
  const metrics = await openSource(options, directory);
  say(`forewarn: metrics from ${metrics.description}`);
  const eventLog = createEmbeddedEventLog({ file: directory.eventLogFile, logger, longestLogBytes });
  const store = createSqliteStore({ file: directory.storeFile, logger });
  try {
    await store.migrate({ signal });
    await seedSlas(store, metrics.sampleSlas);
    const services = createEmbeddedServices({
      addresses: options.addresses,
      eventLog,
      store,
      metrics,
      logger,
    });
    const onStarted = () => {
      const { source, selectors } = metrics;
      const onProgress = ({ stored, expected }: { stored: number; expected: number }) =>
        say(`forewarn: analysed ${stored} of ${expected} series`);
      firstResults(
        {
          reader: store,
          source,
          selectors,
          nowMs: systemClock(),
          timeoutMs: firstResultsTimeoutMs,
          onProgress,
        },
        signal,
      ).then(
        (progress) => {
          if (signal.aborted) return;
          const tookMs = performance.now() - startedMs;
          say(whereEverythingIs({ addresses: options.addresses, directory, metrics, progress, tookMs }));
        },
        (error) => logger.error({ error }, 'the first results could not be awaited'),
      );
    };
    await runServices(services, { logger, signal, onStarted });
    say(`forewarn: stopped; everything is kept in ${directory.root}`);
  } finally {
    await eventLog.close();
    await store.close();
  }
}

async function openSource(
  { prometheusUrl, selectors }: EmbeddedOptions,
  directory: DataDirectory,
): Promise<EmbeddedSource> {
  if (prometheusUrl === undefined) return recordedSource(directory.replayFile, systemClock);
  const metrics = liveSource(prometheusUrl, selectors);
  await metrics.source.check({ signal: AbortSignal.timeout(10_000) });
  return metrics;
}

/** A folder name of its own for each source. */
function sourceName(prometheusUrl: string | undefined): string {
  if (prometheusUrl === undefined) return 'recording';
  const { host, pathname } = new URL(prometheusUrl);
  const digest = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 8);
  return `${host.replaceAll(/[^a-z0-9.-]/gi, '_')}-${digest}`;
}
