import { parseArgs } from 'node:util';
import { installBrowser } from './browser.js';
import { describeMissing, installServers } from './install-servers.js';
import { checkServers, missingPrograms } from './missing-programs.js';
import type { ServerAddresses, ServerPorts } from './running-servers.js';
import { chooseRunner, type ServerRunner, startServers } from './start-servers.js';

const USAGE = `Starts the servers that Forewarn works with, on this machine.

  up       starts Kafka, MariaDB, Prometheus and node-exporter and runs until Ctrl-C (the default)
  install  installs what they need (apt-get, Maven), and Chromium for the tests of the web page
  check    shows what is there and what is missing

Options of up, with the environment variables that do the same:
  --kafka-port N          KAFKA_PORT           9092
  --mysql-port N          MYSQL_PORT           3306
  --prometheus-port N     PROMETHEUS_PORT      9090
  --node-exporter-port N  NODE_EXPORTER_PORT   9100
  --data-dir DIR          keeps the data there; without it, it is removed at the end
  --runner native|docker  by default docker, where an engine and docker-compose.yml are at hand`;

const OPTIONS = {
  'kafka-port': { type: 'string', default: process.env.KAFKA_PORT ?? '9092' },
  'mysql-port': { type: 'string', default: process.env.MYSQL_PORT ?? '3306' },
  'prometheus-port': { type: 'string', default: process.env.PROMETHEUS_PORT ?? '9090' },
  'node-exporter-port': { type: 'string', default: process.env.NODE_EXPORTER_PORT ?? '9100' },
  'data-dir': { type: 'string' },
  runner: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

type Flags = ReturnType<typeof parseFlags>['values'];

async function main(): Promise<number> {
  const { values, positionals } = parseFlags();
  // The last one counts, so that "npm run servers -- check" works though the script itself says "up".
  const command = positionals.at(-1) ?? 'up';
  const stopping = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stopping.abort());
  if (values.help) return print(USAGE, 0);
  if (command === 'up') return up(values, stopping.signal);
  if (command === 'install') return install(stopping.signal);
  if (command === 'check') return check();
  return print(`Unknown command "${command}".\n\n${USAGE}`, 2);
}

function parseFlags() {
  return parseArgs({ options: OPTIONS, allowPositionals: true });
}

async function up(flags: Flags, signal: AbortSignal): Promise<number> {
  const options = {
    ports: portsOf(flags),
    dataDir: flags['data-dir'],
    runner: runnerOf(flags.runner),
    signal,
  };
  const runner = await chooseRunner(options);
  const missing = runner === 'native' ? await missingPrograms() : [];
  if (missing.length > 0) return print(describeMissing(missing), 1);
  print(`Starting the servers (${runner})…`);
  const servers = await startServers({ ...options, runner });
  print(environment(servers));
  print('Ready. Ctrl-C stops them.');
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  print('Stopping…');
  await servers.stop();
  return 0;
}

async function install(signal: AbortSignal): Promise<number> {
  const options = { signal, log: (line: string) => print(line) };
  const result = await installServers(options);
  const problem = await installBrowser(options);
  if (problem !== undefined) print(problem);
  if (result.outcome === 'incomplete') return print(describeMissing(result.missing, result.reasons), 1);
  return print(
    result.installed.length === 0 ? 'Nothing is missing.' : `Installed: ${result.installed.join(', ')}`,
  );
}

async function check(): Promise<number> {
  const findings = await checkServers();
  for (const { name, path, isOptional } of findings) {
    print(`${name.padEnd(20)} ${path ?? (isOptional ? 'missing (optional)' : 'missing')}`);
  }
  const missing = await missingPrograms();
  return missing.length === 0 ? 0 : print(describeMissing(missing), 1);
}

/** The settings under which Forewarn's services find these servers. */
function environment({ kafkaBrokers, mysql, prometheusUrl }: ServerAddresses): string {
  return [
    `KAFKA_BROKERS=${kafkaBrokers}`,
    `MYSQL_HOST=${mysql.host}`,
    `MYSQL_PORT=${mysql.port}`,
    `MYSQL_USER=${mysql.user}`,
    `MYSQL_PASSWORD=${mysql.password}`,
    `PROMETHEUS_URL=${prometheusUrl}`,
  ].join('\n');
}

function portsOf(flags: Flags): ServerPorts {
  return {
    kafka: portOf(flags['kafka-port']),
    mysql: portOf(flags['mysql-port']),
    prometheus: portOf(flags['prometheus-port']),
    nodeExporter: portOf(flags['node-exporter-port']),
  };
}

function portOf(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port;
  throw new Error(`"${text}" is not a port: expected a whole number from 1 to 65535.`);
}

function runnerOf(text: string | undefined): ServerRunner | undefined {
  if (text === undefined || text === 'native' || text === 'docker') return text;
  throw new Error(`"${text}" is not a runner: expected native or docker.`);
}

function print(text: string, exitCode = 0): number {
  process.stdout.write(`${text}\n`);
  return exitCode;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
