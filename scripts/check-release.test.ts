import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const scripts = fileURLToPath(new URL('.', import.meta.url));

/** As wide as the real ones: two packages, one of which depends on the other, their lockfile, a chart and a CHANGELOG. */
const checkout: Record<string, unknown> = {
  'package.json': {
    name: 'root',
    version: '0.1.0',
    devDependencies: { '@own/core': '0.1.0', other: '3.0.0' },
  },
  'packages/core/package.json': { name: '@own/core', version: '0.1.0' },
  'apps/cli/package.json': { name: 'cli', version: '0.1.0', dependencies: { '@own/core': '0.1.0' } },
  'package-lock.json': {
    name: 'root',
    version: '0.1.0',
    packages: {
      '': { name: 'root', version: '0.1.0', devDependencies: { '@own/core': '0.1.0', other: '3.0.0' } },
      'packages/core': { name: '@own/core', version: '0.1.0' },
      'apps/cli': { version: '0.1.0', dependencies: { '@own/core': '0.1.0' } },
      'node_modules/other': { version: '3.0.0' },
    },
  },
  'deploy/helm/own/Chart.yaml': 'apiVersion: v2\nname: own\nversion: 1.0.0\nappVersion: "0.1.0"\n',
  'CHANGELOG.md':
    '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- New.\n\n## [0.1.0] - 2026-01-31\n\n### Added\n\n- First.\n',
};

describe('check-release', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(os.tmpdir(), 'forewarn-release-'));
    for (const [file, content] of Object.entries(checkout)) {
      mkdirSync(path.join(root, path.dirname(file)), { recursive: true });
      writeFileSync(path.join(root, file), typeof content === 'string' ? content : JSON.stringify(content));
    }
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const run = (script: string, ...args: string[]) =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [path.join(scripts, script), ...args, '--root', root],
        { timeout: 10_000 },
        (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      );
    });
  const check = (tag: string, ...more: string[]) => run('check-release.mjs', tag, ...more);
  const edit = (file: string, from: string | RegExp, to: string) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    expect(text).toMatch(from);
    writeFileSync(path.join(root, file), text.replace(from, to));
  };

  it('agrees with a tag that names what is there, and writes its section of the CHANGELOG', async () => {
    const notes = path.join(root, 'notes.md');
    expect(await check('v0.1.0', '--notes', notes)).toEqual({
      code: 0,
      stdout: 'v0.1.0: 3 packages and CHANGELOG.md agree\n',
      stderr: '',
    });
    expect(readFileSync(notes, 'utf8')).toBe('### Added\n\n- First.\n');
  });

  it('names everything that is at another version', async () => {
    const { code, stdout, stderr } = await check('v0.2.0');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.trim().split('\n')).toEqual([
      'package.json has version 0.1.0, not 0.2.0',
      'package-lock.json (root) has version 0.1.0, not 0.2.0',
      'packages/core/package.json has version 0.1.0, not 0.2.0',
      'package-lock.json (packages/core) has version 0.1.0, not 0.2.0',
      'apps/cli/package.json has version 0.1.0, not 0.2.0',
      'package-lock.json (apps/cli) has version 0.1.0, not 0.2.0',
      `${path.join('deploy', 'helm', 'own', 'Chart.yaml')} has appVersion 0.1.0, not 0.2.0`,
      'CHANGELOG.md has no section "## [0.2.0] - YYYY-MM-DD"',
    ]);
  });

  const disagreements: Record<string, [file: string, from: string, to: string, said: RegExp]> = {
    'a workspace that wants another version of a workspace': [
      'apps/cli/package.json',
      '"@own/core":"0.1.0"',
      '"@own/core":"0.0.9"',
      /^apps\/cli\/package\.json wants @own\/core in 0\.0\.9, not 0\.1\.0\n$/,
    ],
    'a workspace that the lockfile does not know': [
      'package-lock.json',
      '"apps/cli"',
      '"apps/gone"',
      /^package-lock\.json \(apps\/cli\) has version undefined, not 0\.1\.0\n$/,
    ],
    'a section without a date': [
      'CHANGELOG.md',
      ' - 2026-01-31',
      '',
      /^CHANGELOG\.md does not say when 0\.1\.0/,
    ],
    'a section with a date that does not exist': ['CHANGELOG.md', '-01-31', '-13-31', /does not say when/],
    'an empty section': [
      'CHANGELOG.md',
      '### Added\n\n- First.\n',
      '',
      /^CHANGELOG\.md says nothing of 0\.1\.0\n$/,
    ],
  };
  it.each(Object.entries(disagreements))('refuses %s', async (_, [file, from, to, said]) => {
    edit(file, from, to);
    const { code, stderr } = await check('v0.1.0');
    expect(stderr).toMatch(said);
    expect(code).toBe(1);
  });

  it.each(['0.1.0', 'v0.1', 'v0.1.0 ', 'vlatest', 'v0.1.0$(id)'])('refuses the tag %j', async (tag) => {
    const { code, stderr } = await check(tag);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: expect.stringMatching(/is no version: it must be such as/),
    });
  });

  it('agrees with what set-version has set, and only that', async () => {
    expect(await run('set-version.mjs', '0.2.0-rc.1')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await check('v0.2.0-rc.1')).toMatchObject({ code: 0, stderr: '' });
    expect(await check('v0.1.0')).toMatchObject({ code: 1 });
    const text = (file: string) => readFileSync(path.join(root, file), 'utf8');
    expect(text('CHANGELOG.md')).toMatch(
      /^## \[Unreleased\]\n\n## \[0\.2\.0-rc\.1\] - \d{4}-\d{2}-\d{2}\n\n### Added\n\n- New\.\n/m,
    );
    expect(JSON.parse(text('package.json')).devDependencies).toEqual({
      '@own/core': '0.2.0-rc.1',
      other: '3.0.0',
    });
    expect(JSON.parse(text('package-lock.json')).packages['node_modules/other'].version).toBe('3.0.0');
  });
});

it('set-version leaves files of the project as they are when the version stays', () => {
  const project = path.join(scripts, '..');
  for (const file of ['package.json', 'package-lock.json', 'apps/forewarn/package.json']) {
    const text = readFileSync(path.join(project, file), 'utf8');
    expect(`${JSON.stringify(JSON.parse(text), null, 2)}\n`, file).toBe(text);
  }
});
