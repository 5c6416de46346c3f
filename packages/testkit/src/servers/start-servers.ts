import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canCompose, startComposeServers } from './compose-servers.js';
import { freePort } from './free-port.js';
import type { ServerHandle } from './native-server.js';
import type { RunningServers, ServerPorts } from './running-servers.js';
import { startKafka } from './start-kafka.js';
import { startMariadb } from './start-mariadb.js';
import { startNodeExporter } from './start-node-exporter.js';
import { startPrometheus } from './start-prometheus.js';

/** Who runs the servers: processes of this machine, or containers. */
export type ServerRunner = 'native' | 'docker';

/** What to start, and how. */
export interface ServersOptions {
  readonly ports?: ServerPorts | undefined;
  /** A directory to keep the data in, one folder per server; temporary ones by default. Not for `docker`. */
  readonly dataDir?: string | undefined;
  /** Docker where there is an engine and a compose file, else native, by default. */
  readonly runner?: ServerRunner | undefined;
  readonly signal?: AbortSignal | undefined;
}

const COMPOSE_FILE = fileURLToPath(new URL('../../../../docker-compose.yml', import.meta.url));

/**
 * Starts Kafka, MySQL (or MariaDB), Prometheus and node-exporter together; Prometheus scrapes the node-exporter every
 * two seconds as job `host`. When one does not start, the others are stopped again.
 *
 * @throws {ServerStartError} when a server is not installed or does not become ready
 */
export async function startServers(options: ServersOptions = {}): Promise<RunningServers> {
  return (await chooseRunner(options)) === 'docker'
    ? startComposeServers(COMPOSE_FILE, options)
    : startNativeServers(options);
}

/** Who will run the servers with these options. */
export async function chooseRunner({ runner, signal }: ServersOptions): Promise<ServerRunner> {
  return runner ?? ((await canCompose(COMPOSE_FILE, { signal })) ? 'docker' : 'native');
}

async function startNativeServers({ ports = {}, dataDir, signal }: ServersOptions): Promise<RunningServers> {
  const optionsOf = (folder: string, port: number | undefined) => ({
    port,
    dataDir: dataDir === undefined ? undefined : join(dataDir, folder),
    signal,
  });
  // Chosen beforehand, so that Prometheus need not wait for the node-exporter.
  const exporterPort = ports.nodeExporter ?? (await freePort());
  const scrapeTargets = [{ job: 'host', addresses: [`127.0.0.1:${exporterPort}`] }];
  const [kafka, mariadb, prometheus, exporter] = await allOrNone([
    startKafka(optionsOf('kafka', ports.kafka)),
    startMariadb(optionsOf('mariadb', ports.mysql)),
    startPrometheus({ ...optionsOf('prometheus', ports.prometheus), scrapeTargets }),
    startNodeExporter(optionsOf('node-exporter', exporterPort)),
  ]);
  return {
    kafkaBrokers: kafka.address,
    mysql: mariadb.mysql,
    prometheusUrl: prometheus.url,
    nodeExporterUrl: exporter.url,
    stop: () => stopAll([kafka, mariadb, prometheus, exporter]),
  };
}

/** Like `Promise.all`, but on failure waits for the rest and stops what did start. */
async function allOrNone<Starts extends readonly Promise<ServerHandle>[] | []>(starts: Starts) {
  try {
    return await Promise.all(starts);
  } catch (error) {
    const results = await Promise.allSettled(starts);
    await stopAll(results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])));
    throw error;
  }
}

async function stopAll(servers: readonly ServerHandle[]): Promise<void> {
  await Promise.all(servers.map((server) => server.stop()));
}
