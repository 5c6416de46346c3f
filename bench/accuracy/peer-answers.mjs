import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDirectory } from '../python/environment.mjs';
import { level } from './forecasters.mjs';
import { horizon } from './windows.mjs';

const timeoutMs = 3_600_000;
const pythonFile = (name) => fileURLToPath(new URL(`../python/${name}`, import.meta.url));

/**
 * The answers of Python's forecasters to the same windows. They take about a second a window, so they are kept for the next run under
 * a hash of the windows, the program and its requirements.
 *
 * @param {{ run: (script: string, args: string[], timeoutMs: number) => Promise<string> }} python
 * @param {{ known: Float64Array }[]} windows
 * @param {readonly string[]} [peers]  which of them; all by default
 * @returns {Promise<Map<string, import('./score.mjs').Answer[]>>} by name; one a window, undefined where there was no forecast
 */
export async function peerAnswers(python, windows, peers) {
  const task = JSON.stringify({
    horizon,
    levelPercent: Math.round(100 * level),
    peers,
    windows: windows.map(({ known }) => [...known]),
  });
  const kept = path.join(cacheDirectory(), `peers-${await digestOf(task)}.jsonl`);
  const printed = await readFile(kept, 'utf8').catch(() => forecastAndKeep(python, task, kept));
  const answers = new Map();
  for (const line of printed.trim().split('\n')) {
    const { peer, window, error, ...answer } = JSON.parse(line);
    if (!answers.has(peer))
      answers.set(
        peer,
        windows.map(() => undefined),
      );
    if (error === undefined) answers.get(peer)[window] = answer;
  }
  return answers;
}

async function digestOf(task) {
  const hash = createHash('sha256').update(task);
  for (const name of ['peers.py', 'requirements-peers.txt']) hash.update(await readFile(pythonFile(name)));
  return hash.digest('hex').slice(0, 24);
}

async function forecastAndKeep(python, task, kept) {
  const taskFile = `${kept}.task`;
  await mkdir(path.dirname(kept), { recursive: true });
  await writeFile(taskFile, task);
  try {
    const printed = await python.run('peers.py', [taskFile], timeoutMs);
    // Renamed when whole, so that a run that was interrupted leaves nothing that looks like a result.
    await writeFile(`${kept}.part`, printed);
    await rename(`${kept}.part`, kept);
    return printed;
  } finally {
    await rm(taskFile, { force: true });
  }
}
