import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { readJsonInput } from './read-input.js';

const nothing = Readable.from([]);

/** A file of some hundred bytes that unpacks to a hundred thousand. */
function bomb(): string {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-input-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const file = path.join(directory, 'bomb.json');
  writeFileSync(file, gzipSync(`[1]${' '.repeat(100_000)}`));
  return file;
}

it('a file that unpacks to more than memory should hold is refused before it does', async () => {
  const file = bomb();
  expect(await readJsonInput(file, nothing, 200_000)).toEqual([1]);
  await expect(readJsonInput(file, nothing, 50_000)).rejects.toMatchObject({
    code: 'invalid-input-file',
    message: expect.stringMatching(/bomb\.json .*larger than 50000 bytes/),
  });
});

it('standard input that does not end is refused when it has become too long', async () => {
  const endless = () =>
    Readable.from(
      (function* () {
        for (;;) yield Buffer.alloc(1_000, ' ');
      })(),
    );
  await expect(readJsonInput('-', endless(), 50_000)).rejects.toMatchObject({
    code: 'invalid-input-file',
    message: 'standard input is larger than 50000 bytes',
  });
});
