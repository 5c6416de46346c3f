import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const scripts = fileURLToPath(new URL('.', import.meta.url));

interface Installed {
  readonly license?: unknown;
  readonly version?: string;
  readonly locked?: Readonly<Record<string, unknown>>;
  readonly files?: Readonly<Record<string, string>>;
}

const mit = 'Permission is hereby granted, free of charge, to any person obtaining a copy of this software';

describe('licences', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'forewarn-licences-'));
    mkdirSync(path.join(root, 'docs'));
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Lays out a checkout with these packages installed, by folder. */
  function install(packages: Readonly<Record<string, Installed>>): void {
    const locked = Object.entries(packages).map(([folder, { locked }]) => [
      folder,
      { version: '1.0.0', ...locked },
    ]);
    const lockfile = { packages: { '': {}, 'packages/own': {}, ...Object.fromEntries(locked) } };
    writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify(lockfile));
    for (const [folder, { license, version = '1.0.0', files = { LICENSE: mit } }] of Object.entries(
      packages,
    )) {
      const name = folder.split('node_modules/').at(-1);
      const manifest = JSON.stringify({ name, version, license });
      mkdirSync(path.join(root, folder), { recursive: true });
      for (const [file, text] of Object.entries({ ...files, 'package.json': manifest }))
        writeFileSync(path.join(root, folder, file), text);
    }
  }

  const check = (...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [path.join(scripts, 'licences.mjs'), ...args, '--root', root],
        { timeout: 10_000 },
        (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      );
    });
  const rows = () => readFileSync(path.join(root, 'docs/licences.md'), 'utf8').match(/^\| [^p].*$/gm);

  it('writes what is shipped, sorted and each once, and agrees with it from then on', async () => {
    install({
      'node_modules/zebra': { license: 'MIT' },
      'node_modules/ape': { license: '(GPL-2.0 OR Apache-2.0)', files: { 'LICENCE.txt': 'Apache' } },
      'node_modules/ape/node_modules/zebra': { license: 'MIT' },
      'node_modules/old': { license: 'ISC', files: { 'README.md': `# Licence\n\n${mit}` } },
      'node_modules/tester': { license: 'GPL-3.0', locked: { dev: true } },
      'node_modules/@own/core': { license: 'proprietary', locked: { link: true } },
    });
    expect(await check('--write')).toEqual({
      code: 0,
      stdout: 'licences: 4 packages, 0 problems\n',
      stderr: '',
    });
    expect(rows()).toEqual([
      '| ape | 1.0.0 | Apache-2.0, of (GPL-2.0 OR Apache-2.0) | LICENCE.txt |',
      '| old | 1.0.0 | ISC | README.md |',
      '| zebra | 1.0.0 | MIT | LICENSE |',
    ]);
    expect(await check()).toMatchObject({ code: 0, stderr: '' });
  });

  it('refuses a list that is not what is installed', async () => {
    install({ 'node_modules/ape': { license: 'MIT' } });
    await check('--write');
    install({ 'node_modules/ape': { license: 'ISC' } });
    const { code, stderr } = await check();
    expect(stderr).toBe(
      'docs/licences.md is not what is installed: run npm run licences -- --write, and look at the difference\n',
    );
    expect(code).toBe(1);
  });

  const refused: Record<string, [installed: Installed, said: string]> = {
    'a licence that is not allowed': [
      { license: 'AGPL-3.0-only' },
      'ape 1.0.0 has the licence "AGPL-3.0-only"',
    ],
    'a choice between two that are not': [
      { license: '(GPL-2.0 OR LGPL-3.0)' },
      'ape 1.0.0 has the licence "(GPL-2.0 OR LGPL-3.0)"',
    ],
    'an allowed one together with another': [
      { license: 'MIT AND CC-BY-4.0' },
      'ape 1.0.0 has the licence "MIT AND CC-BY-4.0"',
    ],
    'a package that names none': [{}, 'ape 1.0.0 has the licence nothing'],
    'a file in place of a name': [
      { license: 'SEE LICENSE IN LICENSE' },
      'ape 1.0.0 has the licence "SEE LICENSE IN LICENSE"',
    ],
    'a licence whose text is left out': [
      { license: 'MIT', files: { 'README.md': 'MIT' } },
      'ape 1.0.0 (MIT) brings no text of its licence',
    ],
    'another version than is locked': [
      { license: 'MIT', version: '1.0.1' },
      'node_modules/ape is installed in 1.0.1, not in 1.0.0: run npm ci',
    ],
  };
  it.each(Object.entries(refused))('refuses %s, and writes no list', async (_, [installed, said]) => {
    install({ 'node_modules/ape': installed });
    const { code, stderr } = await check('--write');
    expect(stderr.startsWith(said), stderr).toBe(true);
    expect(stderr.trim()).toMatch(/: (run npm ci|use another .*)$/);
    expect(code).toBe(1);
    expect(rows).toThrow('ENOENT');
  });

  it('refuses a package that is not installed, and a lockfile without any', async () => {
    install({ 'node_modules/ape': { license: 'MIT' } });
    rmSync(path.join(root, 'node_modules/ape'), { recursive: true });
    expect(await check()).toMatchObject({
      code: 1,
      stderr: 'node_modules/ape is not installed: run npm ci\n',
    });
    install({});
    expect(await check('--write')).toMatchObject({ code: 1, stdout: 'licences: 0 packages, 0 problems\n' });
  });
});
