import { existsSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDataDirectory } from './data-directory.js';

describe('the data directory', () => {
  let parent: string;

  beforeEach(() => {
    parent = mkdtempSync(path.join(os.tmpdir(), 'forewarn-data-'));
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  it('is created with its parents, one folder for each source of metrics', () => {
    const deep = path.join(parent, 'a', 'b');
    const [first, second] = ['recording', 'prometheus'].map((source) => openDataDirectory(deep, source));
    expect(statSync(first!.root).isDirectory()).toBe(true);
    expect(first!.storeFile).not.toBe(second!.storeFile);
    expect(openDataDirectory(deep, 'recording')).toEqual(first);
  });

  it('is open to its owner alone, whatever is created in it', () => {
    const { root } = openDataDirectory(path.join(parent, 'a'), 'recording');
    expect(statSync(root).mode & 0o777).toBe(0o700);
  });

  it('is refused with its name and a way out where a file is in the way', () => {
    const file = path.join(parent, 'file');
    writeFileSync(file, '');
    expect(() => openDataDirectory(file, 'recording')).toThrow(
      `the data directory ${path.join(file, 'recording')} cannot be written (ENOTDIR): choose another with --data-dir, or mend its permissions`,
    );
  });

  it('is refused below a link that leads nowhere', () => {
    const link = path.join(parent, 'link');
    symlinkSync(path.join(parent, 'nowhere'), link);
    expect(() => openDataDirectory(link, 'recording')).toThrow('cannot be written (ENOENT)');
  });

  it.runIf(existsSync('/proc/self'))('is refused where no folder can be', () => {
    expect(() => openDataDirectory('/proc/forewarn', 'recording')).toThrow(
      'the data directory /proc/forewarn/recording cannot be written (ENOENT)',
    );
  });
});
