import { access } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findExecutable } from './find-executable.js';
import { runCommand } from './run-command.js';
import { ServerStartError } from './server-start-error.js';

/** Version of the Kafka broker, the one that `servers/kafka/pom.xml` names. */
const KAFKA_VERSION = '4.1.1';

/** Configuration of the Kafka broker that is part of this package: Maven's pom.xml, log4j2.properties. */
export const KAFKA_ASSETS = fileURLToPath(new URL('../../servers/kafka/', import.meta.url));

/** What a person types to install what the servers need. */
export const INSTALL_COMMAND = `node ${fileURLToPath(new URL('../../dist/servers/main.js', import.meta.url))} install`;
const OLDEST_JAVA = 17;

/** Programs that the servers and the tests of their configuration need, by the names that messages use. */
export const PROGRAM_NAMES = [
  'java',
  'mvn',
  'mariadbd',
  'mariadb-install-db',
  'my_print_defaults',
  'prometheus',
  'promtool',
  'amtool',
  'node-exporter',
  'openssl',
] as const;

/** What no server needs, but the tests of the web page do. */
export const BROWSER = 'chromium';

/** One of {@link PROGRAM_NAMES}, or the browser. */
export type ProgramName = (typeof PROGRAM_NAMES)[number] | typeof BROWSER;

interface Program {
  readonly executables: readonly string[];
  /** Debian and Ubuntu packages that hold it, best first. */
  readonly packages: readonly string[];
}

// mariadb-server-core instead of mariadb-server: the programs without a service that would take port 3306.
const MARIADB = ['mariadb-server-core', 'mariadb-server-core-10.6', 'mariadb-server'];

/** How each program is called, and which package brings it. */
export const PROGRAMS: Readonly<Record<ProgramName, Program>> = {
  java: {
    executables: ['java'],
    packages: ['openjdk-17-jre-headless', 'openjdk-21-jre-headless', 'default-jre-headless'],
  },
  mvn: { executables: ['mvn'], packages: ['maven'] },
  mariadbd: { executables: ['mariadbd'], packages: MARIADB },
  'mariadb-install-db': { executables: ['mariadb-install-db'], packages: MARIADB },
  // What mariadb-install-db calls, and Debian puts with the clients.
  my_print_defaults: {
    executables: ['my_print_defaults'],
    packages: ['mariadb-client-core', 'mariadb-client-core-10.6', 'mariadb-client'],
  },
  prometheus: { executables: ['prometheus'], packages: ['prometheus'] },
  promtool: { executables: ['promtool'], packages: ['prometheus'] },
  amtool: { executables: ['amtool'], packages: ['prometheus-alertmanager'] },
  'node-exporter': {
    executables: ['prometheus-node-exporter', 'node_exporter'],
    packages: ['prometheus-node-exporter'],
  },
  openssl: { executables: ['openssl'], packages: ['openssl'] },
  chromium: {
    executables: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
    packages: ['chromium', 'chromium-browser'],
  },
};

/**
 * Path of a program.
 *
 * @returns absolute path, or `undefined` when it is absent; also for a Java older than 17, on which Kafka does not run
 */
export async function findProgram(name: ProgramName): Promise<string | undefined> {
  const path = await findExecutable(PROGRAMS[name].executables);
  if (name === 'java' && path !== undefined && (await javaVersion(path)) < OLDEST_JAVA) return undefined;
  return path;
}

/**
 * Path of a program that cannot be done without.
 *
 * @throws {ServerStartError} when it is absent, with the command that installs it
 */
export async function requireProgram(name: ProgramName): Promise<string> {
  const path = await findProgram(name);
  if (path === undefined)
    throw new ServerStartError(`${name} is not installed. Install it with: ${INSTALL_COMMAND}`);
  return path;
}

/** Folder of what is fetched once, outside the repository so that checkouts share it. It need not exist. */
export function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'forewarn');
}

/** Folder of Kafka's jars. It need not exist. */
export function kafkaJarsFolder(): string {
  return join(cacheFolder(), `kafka-${KAFKA_VERSION}`);
}

/** Whether a folder holds Kafka's jars. It is put in place in one step, so that one jar speaks for all. */
export async function hasKafkaJars(folder: string): Promise<boolean> {
  return access(join(folder, `kafka_2.13-${KAFKA_VERSION}.jar`)).then(
    () => true,
    () => false,
  );
}

/**
 * Folder of Kafka's jars, which are there.
 *
 * @throws {ServerStartError} when they are absent, with the command that installs them
 */
export async function requireKafkaJars(): Promise<string> {
  const folder = kafkaJarsFolder();
  if (await hasKafkaJars(folder)) return folder;
  throw new ServerStartError(`Kafka's jars are not in ${folder}. Install them with: ${INSTALL_COMMAND}`);
}

/** @returns the major version, 0 when the program does not tell */
async function javaVersion(java: string): Promise<number> {
  const { output } = await runCommand(java, ['-version'], { timeoutMs: 10_000 });
  return Number(/version "(\d+)/.exec(output)?.[1] ?? 0);
}
