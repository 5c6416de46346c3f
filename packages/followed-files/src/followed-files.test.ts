import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, silentLogger } from '@forewarn/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { followedFiles } from './followed-files.js';

let directory: string;
let path: string;
let nowMs: number;
let warnings: string[];
let notes: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'forewarn-followed-'));
  path = join(directory, 'token');
  nowMs = 0;
  warnings = [];
  notes = [];
});
afterEach(() => rmSync(directory, { recursive: true }));

const logger: Logger = {
  ...silentLogger,
  info: (_, message) => void notes.push(message),
  warn: (fields, message) => void warnings.push(`${message}: ${(fields.error as Error).message}`),
};

/** What is read, and how often. */
function following(): { now: () => string; reads: () => number } {
  let reads = 0;
  const read = ({ TOKEN_FILE: text = '' }: Readonly<Record<string, string>>) => {
    reads += 1;
    if (text === 'damaged') throw new Error('TOKEN_FILE: damaged');
    return text;
  };
  const now = followedFiles({ paths: { TOKEN_FILE: path }, read, logger, now: () => nowMs });
  return { now, reads: () => reads };
}

describe('a followed file', () => {
  it('is read again when it has changed, and looked at once a second', () => {
    writeFileSync(path, 'one');
    const { now, reads } = following();
    writeFileSync(path, 'second');
    nowMs = 999;
    expect(now()).toBe('one');
    nowMs = 1_000;
    expect(now()).toBe('second');
    nowMs = 60_000;
    expect(now()).toBe('second');
    expect(reads()).toBe(2);
    expect(notes).toEqual(['a secret was read anew']);
  });

  it('is read again when a link above it leads elsewhere, as Kubernetes replaces secrets', () => {
    for (const name of ['a', 'b']) {
      mkdirSync(join(directory, name));
      writeFileSync(join(directory, name, 'token'), name);
    }
    symlinkSync('a', join(directory, '..data'));
    symlinkSync(join('..data', 'token'), path);
    const { now } = following();
    expect(now()).toBe('a');
    symlinkSync('b', join(directory, '..data_tmp'));
    renameSync(join(directory, '..data_tmp'), join(directory, '..data'));
    nowMs = 1_000;
    expect(now()).toBe('b');
  });

  it('that vanishes keeps its last value, with one warning, and is read when it is there again', () => {
    writeFileSync(path, 'one');
    const { now } = following();
    rmSync(path);
    for (nowMs of [1_000, 2_000, 3_000]) expect(now()).toBe('one');
    expect(warnings).toEqual([
      `a secret cannot be read anew: the last one is used until it can: TOKEN_FILE: ${path} cannot be read (ENOENT)`,
    ]);
    writeFileSync(path, 'another');
    nowMs = 4_000;
    expect(now()).toBe('another');
    rmSync(path);
    nowMs = 5_000;
    expect(now()).toBe('another');
    expect(warnings).toHaveLength(2);
  });

  it('that is not what it should be keeps its last value', () => {
    writeFileSync(path, 'one');
    const { now } = following();
    writeFileSync(path, 'damaged');
    nowMs = 1_000;
    expect(now()).toBe('one');
    expect(warnings).toHaveLength(1);
  });

  it('without a path is passed over', () => {
    const paths = { TOKEN_FILE: undefined };
    expect(followedFiles({ paths, read: (contents) => contents, logger })()).toEqual({});
  });

  it('must be there at first', () => {
    expect(() => following()).toThrow(`TOKEN_FILE: ${path} cannot be read (ENOENT)`);
  });
});
