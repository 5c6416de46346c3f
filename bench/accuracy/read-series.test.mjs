import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCsvSeries } from './read-series.mjs';

describe('readCsvSeries', () => {
  let directory;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-series-'));
  });
  afterEach(() => rm(directory, { recursive: true }));
  const save = (name, content) => writeFile(path.join(directory, name), content);

  it('reads files, gzipped or not, of a directory and those below it, by path', async () => {
    await mkdir(path.join(directory, 'below'));
    await save('below/a.csv.gz', gzipSync('timestamp,value\n2026-01-01,1.5\n2026-01-02,-2\n'));
    await save('b.csv', 'timestamp,value\r\n1,3e9\r\n');
    await save('README.md', 'no series');
    expect((await readCsvSeries(directory)).map((values) => [...values])).toEqual([[3e9], [1.5, -2]]);
  });

  it.each(['', 'NaN', 'many'])('refuses the value "%s", naming file and line', async (value) => {
    await save('a.csv', `timestamp,value\n1,2\n2,${value}\n`);
    await expect(readCsvSeries(directory)).rejects.toThrow(/a\.csv line 3/);
  });

  it('refuses a directory without series', async () => {
    await expect(readCsvSeries(directory)).rejects.toThrow(/no file \*\.csv/);
  });
});
