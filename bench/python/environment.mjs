import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const here = path.dirname(fileURLToPath(import.meta.url));
const createTimeoutMs = 120_000;
const installTimeoutMs = 600_000;

/** One thread, as a service that analyses many series at once would run each. */
const oneThread = {
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
  MKL_NUM_THREADS: '1',
  NUMBA_NUM_THREADS: '1',
};

/**
 * Where environments and results of slow programs are kept between runs: `FOREWARN_BENCH_CACHE`, else a folder of the user's cache.
 *
 * @returns {string} a path that may not exist yet
 */
export const cacheDirectory = () =>
  process.env.FOREWARN_BENCH_CACHE ||
  path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'forewarn', 'bench');

/**
 * A Python environment with exactly the packages of a requirements file beside this module; made at the first call, kept for the next.
 *
 * @param {string} requirementsName  such as `requirements.txt`
 * @returns {Promise<{ run: (script: string, args: string[], timeoutMs: number) => Promise<string> } | { missing: string }>}
 *          how to run a script beside this module (resolves to what it printed), or a sentence that says why there is no Python
 */
export async function pythonEnvironment(requirementsName) {
  const requirements = path.join(here, requirementsName);
  const digest = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const directory = path.join(cacheDirectory(), `venv-${digest}`);
  const python = path.join(directory, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  try {
    await createOnce(directory, python, requirements);
  } catch (error) {
    return { missing: reasonOf(error, requirementsName) };
  }
  return { run: (script, args, timeoutMs) => runScript(python, script, args, timeoutMs) };
}

async function createOnce(directory, python, requirements) {
  // Written last, so that an installation that was interrupted is begun anew.
  const marker = path.join(directory, 'complete');
  if (existsSync(marker)) return;
  process.stderr.write(`making a Python environment in ${directory}\n`);
  await rm(directory, { recursive: true, force: true });
  await mkdir(path.dirname(directory), { recursive: true });
  const command = process.platform === 'win32' ? 'python' : 'python3';
  await run(command, ['-m', 'venv', directory], { timeout: createTimeoutMs });
  const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements];
  await run(python, install, { timeout: installTimeoutMs });
  await writeFile(marker, '');
}

function reasonOf(error, requirementsName) {
  if (error.code === 'ENOENT')
    return 'there is no python3 on the path; install Python 3.11 or newer with its venv module';
  const lastLine = String(error.stderr || error.message)
    .trim()
    .split('\n')
    .at(-1);
  return `the packages of bench/python/${requirementsName} could not be installed: ${lastLine}`;
}

async function runScript(python, script, args, timeoutMs) {
  const { stdout } = await run(python, [path.join(here, script), ...args], {
    timeout: timeoutMs,
    maxBuffer: 2 ** 29,
    env: { ...process.env, ...oneThread, PYTHONDONTWRITEBYTECODE: '1' },
  });
  return stdout;
}
