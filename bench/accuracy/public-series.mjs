import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheDirectory, pythonEnvironment } from '../python/environment.mjs';
import { readCsvSeries } from './read-series.mjs';

const requirements = 'requirements-series.txt';
const program = 'export-series.py';
const timeoutMs = 60_000;

/**
 * The real series that Python packages carry. They are exported into the cache once, and never into the repository.
 *
 * @returns {Promise<Float64Array[]>}
 * @throws {Error} with why there is no Python, or what the export said
 */
export async function readPublicSeries() {
  const directory = path.join(cacheDirectory(), `public-${await digest()}`);
  if (!existsSync(directory)) await exportTo(directory);
  return readCsvSeries(directory);
}

async function exportTo(directory) {
  const environment = await pythonEnvironment(requirements);
  if (environment.missing) throw new Error(`the public series cannot be read: ${environment.missing}`);
  // Renamed when whole, so that an export that was interrupted leaves nothing that looks like a result.
  const part = `${directory}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  await environment.run(program, [part], timeoutMs);
  await rename(part, directory);
}

async function digest() {
  const hash = createHash('sha256');
  for (const name of [program, requirements])
    hash.update(await readFile(fileURLToPath(new URL(`../python/${name}`, import.meta.url))));
  return hash.digest('hex').slice(0, 12);
}
