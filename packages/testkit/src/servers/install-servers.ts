import { fetchKafkaJars } from './fetch-kafka-jars.js';
import { type InstallOptions, installPackages, packageCommands } from './install-packages.js';
import { missingPrograms, type Requirement } from './missing-programs.js';
import { findProgram, INSTALL_COMMAND, kafkaJarsFolder, type ProgramName } from './server-programs.js';

/** Whether the servers can be started. */
export type InstallResult =
  | { readonly outcome: 'ready'; readonly installed: readonly Requirement[] }
  | {
      readonly outcome: 'incomplete';
      readonly missing: readonly Requirement[];
      /** Why each attempted or refused step left something missing. */
      readonly reasons: readonly string[];
      /** Shell commands that would install what is missing, for a person to run. */
      readonly commands: readonly string[];
    };

/**
 * Installs what the servers need and this machine lacks: programs with apt-get, Kafka's jars with Maven.
 * Does nothing when all is there. A step that fails or may not be taken is part of the result.
 *
 * @throws the signal's reason when `signal` is aborted
 */
export async function installServers(options: InstallOptions = {}): Promise<InstallResult> {
  const before = await missingPrograms();
  if (before.length === 0) return { outcome: 'ready', installed: [] };
  options.log?.(`missing: ${before.join(', ')}`);
  const reasons = [await addPackages(before, options), await addKafkaJars(options)];
  const missing = await missingPrograms();
  if (missing.length > 0) return incomplete(missing, reasons.filter(isDefined));
  return { outcome: 'ready', installed: before };
}

/**
 * An incomplete installation in words: what is missing, why, and what to type.
 *
 * @returns several lines
 */
export function describeMissing(missing: readonly Requirement[], reasons: readonly string[] = []): string {
  const why = reasons.map((reason) => `  because ${reason}`);
  const commands = commandsFor(missing).map((command) => `  ${command}`);
  return [`Missing for the servers: ${missing.join(', ')}`, ...why, 'Install it with:', ...commands].join(
    '\n',
  );
}

async function addPackages(
  missing: readonly Requirement[],
  options: InstallOptions,
): Promise<string | undefined> {
  const programs = missing.filter(isProgram);
  return programs.length === 0 ? undefined : installPackages(programs, options);
}

async function addKafkaJars({ signal, log }: InstallOptions): Promise<string | undefined> {
  if (!(await missingPrograms()).includes('kafka-jars')) return undefined;
  const [maven, java] = [await findProgram('mvn'), await findProgram('java')];
  if (maven === undefined || java === undefined) return "Kafka's jars are fetched with Java and Maven";
  log?.(`fetching Kafka's jars into ${kafkaJarsFolder()}`);
  return fetchKafkaJars(maven, kafkaJarsFolder(), { signal });
}

function incomplete(missing: readonly Requirement[], reasons: readonly string[]): InstallResult {
  return { outcome: 'incomplete', missing, reasons, commands: commandsFor(missing) };
}

function commandsFor(missing: readonly Requirement[]): string[] {
  const packages = packageCommands(missing.filter(isProgram));
  return missing.includes('kafka-jars') ? [...packages, INSTALL_COMMAND] : packages;
}

function isProgram(requirement: Requirement): requirement is ProgramName {
  return requirement !== 'kafka-jars';
}

function isDefined<T>(value: T | undefined): value is T {
  return value !== undefined;
}
