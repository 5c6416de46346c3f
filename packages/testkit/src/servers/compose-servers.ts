import { randomBytes } from 'node:crypto';
import { access } from 'node:fs/promises';
import { freePort } from './free-port.js';
import { runCommand } from './run-command.js';
import type { RunningServers, ServerPorts } from './running-servers.js';
import { ServerStartError } from './server-start-error.js';

type ChosenPorts = { readonly [Server in keyof ServerPorts]-?: number };

const SERVICES = ['kafka', 'mysql', 'prometheus', 'node-exporter'];
const DETECTION_LIMIT_MS = 5_000;
const UP_LIMIT_MS = 600_000;

/**
 * Whether Docker Compose can run a compose file here: the file is there, Compose is, and an engine answers.
 *
 * @param docker  the docker command
 */
export async function canCompose(
  composeFile: string,
  options: { readonly signal?: AbortSignal | undefined; readonly docker?: string } = {},
): Promise<boolean> {
  const isThere = await access(composeFile).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  const { signal, docker = 'docker' } = options;
  const ask = (args: string[]) => runCommand(docker, args, { signal, timeoutMs: DETECTION_LIMIT_MS });
  if ((await ask(['compose', 'version'])).code !== 0) return false;
  const engine = await ask(['info', '--format', '{{.ServerVersion}}']);
  return engine.code === 0 && engine.stdout.trim() !== '';
}

/**
 * Starts the servers of a compose file as a project of its own, so that it disturbs no other use of the file.
 *
 * @throws {ServerStartError} with Compose's last lines, when it does not succeed within ten minutes
 */
export async function startComposeServers(
  composeFile: string,
  options: { readonly ports?: ServerPorts | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<RunningServers> {
  const ports = await allPorts(options.ports);
  const account = { user: 'forewarn', password: 'forewarn' };
  const env = {
    ...process.env,
    ...portVariables(ports),
    MYSQL_USER: account.user,
    MYSQL_PASSWORD: account.password,
    MYSQL_ROOT_PASSWORD: account.password,
  };
  const project = `forewarn-test-${randomBytes(4).toString('hex')}`;
  const compose = (args: readonly string[], signal?: AbortSignal) =>
    runCommand('docker', ['compose', '--project-name', project, '--file', composeFile, ...args], {
      env,
      signal,
      timeoutMs: UP_LIMIT_MS,
    });
  const stop = async () => {
    await compose(['down', '--volumes', '--remove-orphans']);
  };
  // The image's own user may use one database only, while each test makes its own.
  const grant = `GRANT ALL PRIVILEGES ON *.* TO '${account.user}'@'%'`;
  const asRoot = ['--env', `MYSQL_PWD=${account.password}`, 'mysql', 'mysql', '--user=root'];
  for (const args of [
    ['up', '--detach', '--wait', ...SERVICES],
    ['exec', '-T', ...asRoot, `--execute=${grant}`],
  ]) {
    const { code, output } = await compose(args, options.signal);
    if (code === 0) continue;
    await stop();
    throw new ServerStartError(
      `Docker Compose could not start ${SERVICES.join(', ')}:\n${output.slice(-4_000)}`,
    );
  }
  return {
    kafkaBrokers: `127.0.0.1:${ports.kafka}`,
    mysql: { host: '127.0.0.1', port: ports.mysql, ...account },
    prometheusUrl: `http://127.0.0.1:${ports.prometheus}`,
    nodeExporterUrl: `http://127.0.0.1:${ports.nodeExporter}`,
    stop,
  };
}

async function allPorts(given: ServerPorts = {}): Promise<ChosenPorts> {
  return {
    kafka: given.kafka ?? (await freePort()),
    mysql: given.mysql ?? (await freePort()),
    prometheus: given.prometheus ?? (await freePort()),
    nodeExporter: given.nodeExporter ?? (await freePort()),
  };
}

function portVariables(ports: ChosenPorts): Record<string, string> {
  return {
    KAFKA_PORT: String(ports.kafka),
    MYSQL_PORT: String(ports.mysql),
    PROMETHEUS_PORT: String(ports.prometheus),
    NODE_EXPORTER_PORT: String(ports.nodeExporter),
  };
}
