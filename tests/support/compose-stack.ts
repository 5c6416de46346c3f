import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort, runCommand } from '@forewarn/testkit';
import { eventually } from './eventually.js';

const root = path.resolve(import.meta.dirname, '../..');
const [command = 'docker', ...leading] = (process.env.COMPOSE_COMMAND ?? 'docker compose').split(/\s+/);

const upLimitMs = 400_000;

/** The tag of the images that tests build, so that they are never taken for those that a person built or pulled. */
const imageTag = 'test';

/** One container, as `docker compose ps` knows it. */
export interface Container {
  readonly Service: string;
  readonly Name: string;
  readonly State: string;
  readonly Health: string;
  readonly ExitCode: number;
  readonly Publishers: readonly { readonly URL: string; readonly PublishedPort: number }[] | null;
}

/** What a service of `docker compose config` says of itself. */
interface ServiceConfig {
  readonly pid?: string;
}

/** Started and stopped by one test, beside whatever else runs on this machine: its own project, ports and volumes. */
export interface ComposeStack {
  /** The project's name, which begins the names of all that it is made of. */
  readonly project: string;
  /** What is set for the stack in the place of an `.env`: ports, by the names of `.env.example`. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs one Compose command. @returns its standard output @throws with what it said, when it fails */
  compose(args: readonly string[], timeoutMs?: number): Promise<string>;
  /** What the stack has drawn, by the file: `database/password`. */
  secrets(): Promise<ReadonlyMap<string, string>>;
  /** Starts everything and waits until it is healthy, which it says how long it took. */
  up(): Promise<void>;
  /** Names of the services that `up` starts. */
  services(): Promise<string[]>;
  containers(): Promise<Container[]>;
  /** Waits until every container is healthy. */
  healthy(): Promise<void>;
  /**
   * Ends the process of a service by SIGKILL from inside, as a crash would: to the engine, a kill of its own is a wish to stop, and no restart
   * follows. @returns epoch milliseconds of the kill
   */
  crash(service: string, index?: number): Promise<number>;
  /** Ends and removes everything, data included. */
  down(): Promise<void>;
}

/** Where the stack is published. */
export const restUrl = ({ env }: ComposeStack): string => `http://127.0.0.1:${env.SLA_PORT}`;
export const grpcAddress = ({ env }: ComposeStack): string => `127.0.0.1:${env.RETRIEVAL_PORT}`;
export const prometheusUrl = ({ env }: ComposeStack): string => `http://127.0.0.1:${env.PROMETHEUS_PORT}`;

/**
 * Prepares a stack; nothing is started yet.
 *
 * @param overlay   such as `slim`: docker-compose.slim.yml on top of docker-compose.yml
 * @param settings  further variables of its `.env`
 */
export async function composeStack({
  overlay,
  settings = {},
}: {
  overlay?: string;
  settings?: Readonly<Record<string, string>>;
} = {}): Promise<ComposeStack> {
  const env = {
    ...(await ownPorts()),
    FOREWARN_VERSION: imageTag,
    ...settings,
  };
  const files = ['docker-compose.yml', ...(overlay ? [`docker-compose.${overlay}.yml`] : [])];
  const project = `forewarn-test-${randomBytes(4).toString('hex')}`;
  // As a fresh checkout, which has no .env.
  const noEnv = ['--env-file', '/dev/null'];
  const before = [
    ...leading,
    ...noEnv,
    '-p',
    project,
    ...files.flatMap((file) => ['-f', path.join(root, file)]),
  ];
  const surroundings = withoutVariables(process.env, await exampleVariables());

  const attempt = (args: readonly string[], timeoutMs = 120_000) =>
    runCommand(command, [...before, ...args], { cwd: root, env: { ...surroundings, ...env }, timeoutMs });
  const compose = async (args: readonly string[], timeoutMs?: number) => {
    const { code, stdout, output } = await attempt(args, timeoutMs);
    if (code !== 0) throw new Error(`compose ${args.join(' ')} ended with ${code}:\n${output.slice(-8_000)}`);
    return stdout;
  };
  const configuration = async () =>
    (JSON.parse(await compose(['config', '--format', 'json'])) as { services: Record<string, ServiceConfig> })
      .services;
  const containers = async () => linesOf(await compose(['ps', '--all', '--format', 'json'])) as Container[];

  return {
    project,
    env,
    compose,
    async up() {
      const startedMs = performance.now();
      await compose(['up', '--detach', '--wait'], upLimitMs);
      const seconds = ((performance.now() - startedMs) / 1_000).toFixed(0);
      process.stdout.write(`${overlay ?? 'full'}: healthy after ${seconds} s\n`);
    },
    services: async () => Object.keys(await configuration()).sort(),
    containers,
    async secrets() {
      // The script's own rights do not let it read what it has given away.
      const reading = [
        '--rm',
        '--no-deps',
        '-T',
        '--cap-add',
        'DAC_OVERRIDE',
        '--entrypoint',
        'sh',
        'secrets',
      ];
      const script = 'cd /secrets; for file in */*; do echo "$file $(cat "$file")"; done';
      const lines = (await compose(['run', ...reading, '-c', script])).trim().split('\n');
      return new Map(lines.map((line) => line.trim().split(' ') as [string, string]));
    },
    async healthy() {
      let unhealthy: string[] = [];
      await eventually(
        'every container is healthy',
        async () => {
          unhealthy = (await containers()).filter((one) => !isHealthy(one)).map(({ Name }) => Name);
          return unhealthy.length === 0 ? true : undefined;
        },
        180_000,
      ).catch((error: Error) => {
        throw new Error(`${error.message}: ${unhealthy.join(', ')}`, { cause: error });
      });
    },
    async crash(service, index = 1) {
      if ((await configuration())[service]?.pid) throw new Error(`${service} shares processes with the host`);
      const inside = (script: string) => [
        'exec',
        '-T',
        '--index',
        String(index),
        service,
        'sh',
        '-c',
        script,
      ];
      const started = await compose(inside('cat /proc/1/stat'));
      const killedMs = Date.now();
      // The process is the only child of init. The exec may or may not outlive the container that it ends.
      await attempt(inside('kill -9 $(cat /proc/1/task/1/children)'));
      await eventually(`${service} was started again`, async () => {
        const { code, stdout } = await attempt(inside('cat /proc/1/stat'));
        return code === 0 && stdout !== started ? true : undefined;
      });
      return killedMs;
    },
    async down() {
      await compose(['down', '--volumes', '--remove-orphans']);
    },
  };
}

/** What ends once it has made what others read. */
const ending = ['secrets', 'certificates'];

/** Whether a container runs and its health check has said yes, or has ended well where it is to end. */
export const isHealthy = ({ Service, State, Health, ExitCode }: Container): boolean =>
  ending.includes(Service)
    ? State === 'exited' && ExitCode === 0
    : State === 'running' && Health === 'healthy';

/** Compose writes one JSON document a line. */
const linesOf = (text: string): unknown[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line));

/** Every variable that `.env.example` names, also the commented ones. */
async function exampleVariables(): Promise<string[]> {
  const text = await readFile(path.join(root, '.env.example'), 'utf8');
  return Array.from(text.matchAll(/^#?([A-Z0-9_]+)=/gm), ([, name]) => name!);
}

async function ownPorts(): Promise<Record<string, string>> {
  const names = (await exampleVariables()).filter((name) => name.endsWith('_PORT'));
  const ports: Record<string, string> = {};
  for (const name of names) ports[name] = String(await freePort());
  return ports;
}

/** What the shell sets for something else would otherwise reach the stack: to Compose it stands above `.env`. */
const withoutVariables = (env: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
