import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { findExecutable } from './find-executable.js';
import { type CommandResult, runCommand } from './run-command.js';
import { cacheFolder, PROGRAMS, type ProgramName } from './server-programs.js';

/** What an installation may do, and whom it tells. */
export interface InstallOptions {
  readonly signal?: AbortSignal | undefined;
  /** Receives a line for each step. */
  readonly log?: (line: string) => void;
  /** Whether sudo may be used when it asks for no password; yes by default. */
  readonly maySudo?: boolean;
}

/** Packages that start a service of their own when they are installed, and that service. */
const SERVICES = ['prometheus', 'prometheus-alertmanager', 'prometheus-node-exporter'];
const APT_LIMIT_MS = 900_000;

/**
 * Installs the Debian packages of some programs with apt-get: as root, or with a sudo that asks for no password.
 *
 * @returns why it could not, or `undefined` when apt-get succeeded
 */
export async function installPackages(
  programs: readonly ProgramName[],
  options: InstallOptions,
): Promise<string | undefined> {
  const apt = await findExecutable(['apt-get']);
  if (apt === undefined) return 'this system has no apt-get';
  const prefix = await privilegePrefix(options);
  if (prefix === undefined) return 'installing packages needs root, or a sudo that asks for no password';
  const run = (command: readonly string[]) => runPrivileged([...prefix, ...command], options);
  // A list that cannot be refreshed may still be good enough: what matters is whether the installation succeeds.
  const update = await run([apt, 'update', '-q']);
  const packages = await packagesOf(programs);
  options.log?.(`apt-get install ${packages.join(' ')}`);
  // Never at the cost of a package that is there: MariaDB conflicts with MySQL.
  const careful = ['-y', '-q', '--no-install-recommends', '--no-remove', '-o', 'DPkg::Lock::Timeout=300'];
  const install = await run([apt, 'install', ...careful, ...packages]);
  if (install.code !== 0) return `apt-get failed:\n${tail(update.code === 0 ? install : update)}`;
  await stopServices(packages, run);
  return undefined;
}

/**
 * The commands that a person would type instead.
 *
 * @returns shell commands, empty when no package is needed
 */
export function packageCommands(programs: readonly ProgramName[]): string[] {
  if (programs.length === 0) return [];
  const packages = [...new Set(programs.map((name) => PROGRAMS[name].packages[0]))];
  const sudo = process.getuid?.() === 0 ? '' : 'sudo ';
  return [`${sudo}apt-get update`, `${sudo}apt-get install --no-install-recommends ${packages.join(' ')}`];
}

/** `flock`, so that of two installations at a time the second finds the work done instead of apt's lock taken. */
async function privilegePrefix({ signal, maySudo = true }: InstallOptions): Promise<string[] | undefined> {
  const flock = await findExecutable(['flock']);
  await mkdir(cacheFolder(), { recursive: true });
  const exclusive = flock ? [flock, '-w', '900', join(cacheFolder(), 'install.lock')] : [];
  if (process.getuid?.() === 0) return exclusive;
  const sudo = maySudo ? await findExecutable(['sudo']) : undefined;
  if (sudo === undefined) return undefined;
  const { code } = await runCommand(sudo, ['-n', 'true'], { signal, timeoutMs: 10_000 });
  return code === 0 ? [...exclusive, sudo, '-n', 'env', 'DEBIAN_FRONTEND=noninteractive'] : undefined;
}

async function runPrivileged(command: readonly string[], { signal }: InstallOptions): Promise<CommandResult> {
  const [program = '', ...args] = command;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return runCommand(program, args, { signal, env, timeoutMs: APT_LIMIT_MS });
}

/** The best package of each program that this distribution has. */
async function packagesOf(programs: readonly ProgramName[]): Promise<string[]> {
  const chosen = await Promise.all(programs.map((name) => firstAvailable(PROGRAMS[name].packages)));
  return [...new Set(chosen)];
}

async function firstAvailable(packages: readonly string[]): Promise<string> {
  for (const name of packages) {
    const { code, stdout } = await runCommand('apt-cache', ['show', '--no-all-versions', name], {
      timeoutMs: 30_000,
    });
    if (code === 0 && stdout !== '') return name;
  }
  return packages[0] ?? '';
}

/** The test kit runs its own servers; those that the packages started would hold the usual ports. */
async function stopServices(
  packages: readonly string[],
  run: (command: readonly string[]) => Promise<CommandResult>,
): Promise<void> {
  const services = SERVICES.filter((name) => packages.includes(name));
  const systemctl = await findExecutable(['systemctl']);
  if (systemctl !== undefined && services.length > 0) await run([systemctl, 'disable', '--now', ...services]);
}

function tail({ output }: CommandResult): string {
  return output.trim().split('\n').slice(-10).join('\n');
}
