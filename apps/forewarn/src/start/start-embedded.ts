import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { AnalysisProfile } from '@forewarn/analysis';
import { ForewarnError, type Logger, type SeriesSelector, systemClock, withDeadline } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { runServices } from '@forewarn/lifecycle';
import { withResources } from '@forewarn/process';
import { seedSlas } from '@forewarn/sla-manager';
import { openSqlite } from '@forewarn/sql';
import { createStore } from '@forewarn/store';
import { createLogger } from '@forewarn/telemetry';
import { type DataDirectory, openDataDirectory } from './data-directory.js';
import { createEmbeddedServices, type EmbeddedAddresses } from './embedded-services.js';
import { firstResults, type RoundProgress } from './first-results.js';
import { type EmbeddedSource, liveSource, recordedSource } from './metric-source.js';
import { whereEverythingIs } from './where-everything-is.js';

/** What the user asked for. */
export interface EmbeddedOptions {
  /** A live Prometheus; the bundled recording when absent. */
  readonly prometheusUrl: string | undefined;
  /** What to analyse; none is Forewarn's default. */
  readonly selectors: readonly SeriesSelector[];
  readonly profile: AnalysisProfile;
  readonly dataDirectory: string;
  readonly addresses: EmbeddedAddresses;
  readonly allowedHosts: readonly string[];
  /** Of this program. */
  readonly version: string;
}

const longestLogBytes = 256 * 1024 * 1024;
const firstResultsTimeoutMs = 60_000;
const sourceTimeoutMs = 10_000;

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
  const say = (line: string) => stdout.write(`${line}\n`);
  const directory = openDataDirectory(options.dataDirectory, sourceName(options.prometheusUrl));
  const logger = createLogger({
    service: 'forewarn',
    level: 'info',
    destination: createWriteStream(directory.logFile, { flags: 'a' }),
  });
  const metrics = await openSource(options, directory, signal);
  say(`forewarn: metrics from ${metrics.description}`);
  await withResources(logger, async (own) => {
    const eventLog = own(openEventLog(directory, logger));
    const database = own(openSqlite({ file: directory.storeFile }));
    const store = createStore(database, logger);
    await store.migrate({ signal });
    await seedSlas(store, metrics.sampleSlas);
    const { addresses: wanted, allowedHosts, profile, version } = options;
    const wiring = { addresses: wanted, allowedHosts, profile, eventLog, database, metrics, logger, version };
    const { services, addresses } = createEmbeddedServices(wiring);
    const onProgress = ({ stored, expected }: RoundProgress) =>
      say(`forewarn: analysed ${stored} of ${expected} series`);
    const tellWhere = async () => {
      const { source, selectors } = metrics;
      const round = { reader: store, source, selectors, nowMs: systemClock(), onProgress };
      const progress = await firstResults({ ...round, timeoutMs: firstResultsTimeoutMs }, signal);
      if (signal.aborted) return;
      // Since the process began: what the user has waited.
      const tookMs = performance.now();
      say(whereEverythingIs({ addresses: addresses(), directory, metrics, progress, tookMs }));
    };
    const onStarted = () => {
      tellWhere().catch((error) => logger.error({ error }, 'the first results could not be awaited'));
    };
    await runServices(services, { logger, signal, onStarted });
    say(`forewarn: stopped; everything is kept in ${directory.root}`);
  });
}

async function openSource(
  { prometheusUrl, selectors }: EmbeddedOptions,
  directory: DataDirectory,
  signal: AbortSignal,
): Promise<EmbeddedSource> {
  if (prometheusUrl === undefined) return recordedSource(directory.replayFile, systemClock, selectors);
  const metrics = liveSource(prometheusUrl, selectors);
  const what = metrics.description;
  const seconds = sourceTimeoutMs / 1_000;
  const timedOut = () =>
    new ForewarnError('prometheus-timeout', `${what} does not answer within ${seconds} s: is the URL right?`);
  await withDeadline({ what, timeoutMs: sourceTimeoutMs, timedOut, signal }, (ending) =>
    metrics.source.check({ signal: ending }),
  );
  return metrics;
}

const sqliteBusy = 5;

/** Only one process may have the directory, and the event log is what tells. */
function openEventLog({ eventLogFile, root }: DataDirectory, logger: Logger) {
  try {
    return createEmbeddedEventLog({ file: eventLogFile, logger, longestLogBytes });
  } catch (thrown) {
    const cause = ForewarnError.from(thrown);
    if (cause.details.sqliteCode !== sqliteBusy) throw cause;
    const message = `another Forewarn uses the data directory ${root}: stop it, or choose another with --data-dir`;
    throw new ForewarnError('data-directory-unusable', message, { details: { directory: root }, cause });
  }
}

/** A folder name of its own for each source. */
function sourceName(prometheusUrl: string | undefined): string {
  if (prometheusUrl === undefined) return 'recording';
  const { host, pathname } = new URL(prometheusUrl);
  const digest = createHash('sha256').update(`${host}${pathname}`).digest('hex').slice(0, 8);
  return `${host.replaceAll(/[^a-z0-9.-]/gi, '_')}-${digest}`;
}
