import { spawn } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's root directory. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const lockfile = path.join(root, 'package-lock.json');
/** npm writes it at the end of an installation. */
const installed = path.join(root, 'node_modules', '.package-lock.json');

/**
 * Runs a program of the project to its end, without a shell.
 *
 * @param {string} command  a path, or a name on PATH
 * @param {readonly string[]} args
 * @param {{ quiet?: boolean, env?: NodeJS.ProcessEnv }} [options]  `quiet` keeps the output back unless the program fails
 * @returns {Promise<number>} the exit code
 */
export function run(command, args, { quiet = false, env = process.env } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: quiet ? 'pipe' : 'inherit', shell: false });
    const output = [];
    child.stdout?.on('data', (chunk) => output.push(chunk));
    child.stderr?.on('data', (chunk) => output.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (quiet && code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code ?? 1);
    });
  });
}

/** Installs the packages that the lockfile names, unless they are there already. */
export async function installPackages(say) {
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lockfile).mtimeMs) return;
  say('installing packages (once, about half a minute) …');
  // npm runs by the Node that runs this script, so that no shell is needed on any system.
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  const code = await run(
    command,
    // What is cached is what the lockfile names, by its digest: a registry that is slow need not be asked about it.
    [...args, 'ci', '--include=dev', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'],
    {
      quiet: true,
    },
  );
  if (code !== 0) throw new Error('npm ci failed: see above');
}

/** Builds what changed since the last build. */
export async function buildPackages(say) {
  say('building what changed …');
  const turbo = path.join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' };
  const code = await run(process.execPath, [turbo, 'run', 'build', '--output-logs=errors-only'], {
    quiet: true,
    env,
  });
  if (code !== 0) throw new Error('the build failed: see above');
}
