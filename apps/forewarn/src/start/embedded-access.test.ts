import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AccessSettings } from '@forewarn/config';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { loadEmbeddedAccess, withAdminKey } from './embedded-access.js';

describe('who is let in to a Forewarn in one process', () => {
  it('must be said where others can reach it', () => {
    expect(() => loadEmbeddedAccess({}, '0.0.0.0')).toThrow(
      /--host is 0\.0\.0\.0, where others can reach it/,
    );
    expect(loadEmbeddedAccess({ ACCESS: 'required' }, '0.0.0.0')).toMatchObject({ ACCESS: 'required' });
    expect(loadEmbeddedAccess({}, '127.0.0.1').ACCESS).toBeUndefined();
  });
});

describe("the administrator's key", () => {
  let file: string;
  let said: string[];
  const required: AccessSettings = loadEmbeddedAccess({ ACCESS: 'required' }, '127.0.0.1');
  const keyOf = (settings = required) =>
    withAdminKey(settings, file, (line) => said.push(line)).ACCESS_ADMIN_KEY;

  beforeEach(() => {
    const directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-admin-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    file = path.join(directory, 'admin-key');
    said = [];
  });

  it('is drawn once into a file that its owner alone can read, and never said', () => {
    const key = keyOf();
    expect(key).toMatch(/^[\w-]{43}$/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(keyOf()).toBe(key);
    expect(readFileSync(file, 'utf8')).toBe(`${key}\n`);
    expect(said).toEqual(Array(2).fill(`forewarn: the administrator's key is in ${file}`));
  });

  it.each([0o644, 0o640, 0o604, 0o602])(
    'is not taken from a file that others may read or write: %o',
    (mode) => {
      const key = keyOf();
      chmodSync(file, mode);
      const refused = () => keyOf();
      expect(refused).toThrow(/others may read it: chmod 600 it, or delete it for a new one/);
      expect(refused).not.toThrow(key);
      chmodSync(file, 0o600);
      expect(keyOf()).toBe(key);
    },
  );

  it('is not taken from a file that holds none', () => {
    writeFileSync(file, 'short\n', { mode: 0o600 });
    expect(keyOf).toThrow(/it holds no key: delete it for a new one/);
  });

  it('is not drawn where nobody needs it', () => {
    expect(keyOf(loadEmbeddedAccess({}, '127.0.0.1'))).toBeUndefined();
    const own = 'a-key-of-their-own';
    expect(keyOf(loadEmbeddedAccess({ ACCESS_ADMIN_KEY: own }, '127.0.0.1'))).toBe(own);
    expect(keyOf({ ...required, ACCESS_OIDC_ISSUER: new URL('https://login.example.org') })).toBeUndefined();
    expect(existsSync(file)).toBe(false);
  });
});
