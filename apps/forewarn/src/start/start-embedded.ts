import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { AnalysisProfile } from '@forewarn/analysis';
import type { Environment } from '@forewarn/config';
import { ForewarnError, type Logger, printableLines } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { openServerCertificates, runServices, tlsFilesOf } from '@forewarn/lifecycle';
import { createProcessAccess, withResources } from '@forewarn/process';
import { loadSlaBounds, seedSamples } from '@forewarn/sla-manager';
import { openSqlite } from '@forewarn/sql';
import { createStore } from '@forewarn/store';
import { createLogger } from '@forewarn/telemetry';
import { type DataDirectory, openDataDirectory } from './data-directory.js';
import { loadEmbeddedAccess, withDrawnSecrets } from './embedded-access.js';
import { createEmbeddedServices, type EmbeddedAddresses } from './embedded-services.js';
import { loadListeningSettings } from './listening-settings.js';
import { openSource, type WantedSource } from './open-source.js';
import { tellFirstResults } from './tell-first-results.js';

/** What the user asked for. */
export interface EmbeddedOptions extends WantedSource {
  readonly profile: AnalysisProfile;
  readonly dataDirectory: string;
  readonly addresses: EmbeddedAddresses;
  readonly allowedHosts: readonly string[];
  /** Where bounds on SLAs and answers, and how it is listened, are read: those of processes of their own, by the same names. */
  readonly env: Environment;
  /** Of this program. */
  readonly version: string;
}

const longestLogBytes = 256 * 1024 * 1024;

/**
 * Runs every service in this process until the signal, and tells the user how far it is and where everything is.
 *
 * @throws {ForewarnError} `config-invalid`, `data-directory-unusable`, `address-in-use`, `prometheus-unavailable` and others that no waiting mends
 */
export async function startEmbedded(
  options: EmbeddedOptions,
  stdout: NodeJS.WritableStream,
  signal: AbortSignal,
): Promise<void> {
  // Who reads along may leave (`| head`); the services go on.
  stdout.on('error', () => {});
  const say = (line: string) => void stdout.write(`${printableLines(line)}\n`);
  const slaBounds = loadSlaBounds(options.env);
  const wantedAccess = loadEmbeddedAccess(options.env, options.addresses.host);
  const wantedListening = loadListeningSettings(options.env);
  const directory = openDataDirectory(options.dataDirectory, sourceName(options.prometheus?.url));
  const logger = createLogger({
    service: 'forewarn',
    level: 'info',
    destination: createWriteStream(directory.logFile, { flags: 'a' }),
  });
  const wantedLocks = { access: wantedAccess, listening: wantedListening };
  const locks = withDrawnSecrets(wantedLocks, directory, say);
  const { listening } = locks;
  const files = tlsFilesOf(listening);
  const certificates = files && (await openServerCertificates(files, { logger }));
  const metrics = await openSource(options, { directory, say, logger }, signal);
  say(`forewarn: metrics from ${metrics.description}`);
  await withResources(logger, async (own) => {
    if (certificates) own(certificates);
    const eventLog = own(openEventLog(directory, logger));
    const database = own(openSqlite({ file: directory.storeFile }));
    const store = createStore(database, logger);
    await store.migrate({ signal });
    await seedSamples(store, { slas: metrics.sampleSlas, indicators: metrics.sampleIndicators });
    const { addresses: wanted, allowedHosts, profile, version } = options;
    const access = createProcessAccess(locks.access, store);
    const shared = { profile, eventLog, database, metrics, logger, version, slaBounds, access };
    const wiring = { addresses: wanted, allowedHosts, listening, certificates, ...shared };
    const { services, addresses } = createEmbeddedServices(wiring);
    const isGuarded = access !== undefined;
    const progress = { directory, metrics, listening, isGuarded, reader: store, say };
    const onStarted = () => {
      tellFirstResults({ ...progress, addresses: addresses() }, signal).catch((error) => {
        logger.error({ error }, 'the first results could not be awaited');
        say(`forewarn: the first results could not be awaited: ${ForewarnError.from(error).message}`);
      });
    };
    await runServices(services, { logger, signal, onStarted });
    say(`forewarn: stopped; everything is kept in ${directory.root}`);
  });
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
