import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '../report/averages.mjs';

const run = promisify(execFile);
const timeoutMs = 120_000;
const freshProcesses = 7;
const programPath = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * CPU of the very first analysis of a fresh process, compilation included.
 *
 * @param {string} file         of series
 * @param {string} profileName  such as `reference`
 * @returns {Promise<number>} milliseconds, the median of seven processes
 */
export async function measureFirstCall(file, profileName) {
  const taken = [];
  for (let index = 0; index < freshProcesses; index += 1) {
    const { stdout } = await run(process.execPath, [programPath('first-call.mjs'), file, profileName], {
      timeout: timeoutMs,
    });
    taken.push(Number(stdout));
  }
  return median(taken);
}

/**
 * Memory of windows and of analyses while many are held.
 *
 * @param {string} file         of series
 * @param {string} profileName  such as `reference`
 * @returns {Promise<Record<'window' | 'analysis', { bytes: number, numberBytes: number }> & { heldCount: number }>} bytes of each
 */
export async function measureHeldMemory(file, profileName) {
  const args = ['--expose-gc', programPath('held-memory.mjs'), file, profileName];
  const { stdout } = await run(process.execPath, args, { timeout: timeoutMs });
  return JSON.parse(stdout);
}
