import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../support/deployed-monitoring.js';

const script = path.join(repositoryRoot, 'deploy/compose/draw-secrets.sh');

/** Who may read each; the names of containers' users are not known here. */
const secrets: Readonly<Record<string, readonly [owner: number, group: number, mode: number]>> = {
  'operations/token': [1000, 65534, 0o440],
  'database/password': [1000, 999, 0o440],
  'database-root/password': [0, 0, 0o400],
  'access/admin-key': [1000, 1000, 0o400],
  'access/session-secret': [1000, 1000, 0o400],
  'grafana/password': [472, 0, 0o400],
};
const files = Object.keys(secrets);

// Gives files away, as root alone may.
describe.skipIf(process.getuid?.() !== 0)('deploy/compose/draw-secrets.sh', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'forewarn-secrets-'));
    for (const file of files) await mkdir(path.join(folder, path.dirname(file)), { recursive: true });
  });

  afterEach(() => rm(folder, { recursive: true }));

  const read = (file: string) => readFile(path.join(folder, file), 'utf8');
  const readAll = () => Promise.all(files.map(read));
  const run = async (env: Readonly<Record<string, string>> = {}) => {
    const surroundings = { PATH: process.env.PATH, SECRETS_FOLDER: folder, ...env };
    const { code, output } = await runCommand('sh', [script], { env: surroundings });
    expect(code, output).toBe(0);
    return output;
  };

  it('draws each by itself, for its readers alone, and says none', async () => {
    const output = await run();
    const values = await readAll();
    expect(new Set(values).size).toBe(files.length);
    for (const value of values) {
      expect(value).toMatch(/^[0-9a-f]{48}$/);
      expect(output).not.toContain(value);
    }
    for (const file of files) {
      const { uid, gid, mode } = await stat(path.join(folder, file));
      expect([uid, gid, mode & 0o777], file).toEqual(secrets[file]);
    }
  });

  it('changes nothing when it runs again', async () => {
    await run();
    const before = await readAll();
    expect(await run()).toBe(files.map((file) => `${file}: kept\n`).join(''));
    expect(await readAll()).toEqual(before);
  });

  it('takes what .env says, also over what it drew, and draws the rest', async () => {
    await run();
    const [token] = await readAll();
    const mine = `8'v2 $(x) "q" \\n #z`;
    const output = await run({ MYSQL_PASSWORD: mine, MYSQL_ROOT_PASSWORD: '' });
    expect(await read('database/password')).toBe(mine);
    expect(output).not.toContain(mine);
    expect(await read('operations/token')).toBe(token);
    const { uid, gid, mode } = await stat(path.join(folder, 'database/password'));
    expect([uid, gid, mode & 0o777]).toEqual(secrets['database/password']);
  });

  it('draws anew what an interrupted run has left empty', async () => {
    await writeFile(path.join(folder, 'access/admin-key'), '');
    await writeFile(path.join(folder, 'access/admin-key.new'), 'half');
    await run();
    expect(await read('access/admin-key')).toMatch(/^[0-9a-f]{48}$/);
  });
});
