import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type EmbeddedPlace,
  embeddedPlace,
  type ForewarnProgram,
  runForewarn,
  spawnForewarn,
  startedPattern,
} from './support/forewarn-program.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const savedResponse = path.join(root, 'packages/prometheus-source/recording/node_load1.json.gz');
const exec = promisify(execFile);

/** What is read of a package.json here. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly scripts?: object;
  readonly repository?: object;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly bundleDependencies: readonly string[];
}

const readManifest = async (folder: string): Promise<Manifest> =>
  JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));

describe('the npm package of the command line', () => {
  let directory: string;
  let installed: string;

  const stage = (...args: string[]) =>
    exec(process.execPath, [path.join(root, 'scripts/stage-npm-package.mjs'), ...args], { timeout: 30_000 });
  const npm = (args: readonly string[], cwd: string) => exec('npm', [...args], { cwd, timeout: 60_000 });
  const npx = (...args: string[]) =>
    exec('npx', ['--no-install', 'forewarn', ...args], {
      cwd: path.join(directory, 'user'),
      timeout: 30_000,
      maxBuffer: 64 * 1024 * 1024,
    });

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-npm-'));
    const [staged, user] = [path.join(directory, 'staged'), path.join(directory, 'user')];
    await stage(staged, '--repository', 'git+https://example.com/forewarn.git');
    await npm(['pack', '--pack-destination', directory], staged);
    const [tarball] = (await readdir(directory)).filter((name) => name.endsWith('.tgz'));
    await mkdir(user);
    await writeFile(path.join(user, 'package.json'), '{}');
    const quiet = ['--no-audit', '--no-fund', '--prefer-offline'];
    // Without scripts, as careful users install: no dependency may need one.
    await npm(['install', '--ignore-scripts', ...quiet, path.join(directory, tarball!)], user);
    installed = path.join(user, 'node_modules/forewarn');
  });

  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('asks a registry for nothing of its own, and for the rest by exact versions', async () => {
    const { dependencies, bundleDependencies } = await readManifest(installed);
    const ownNames = Object.keys(dependencies).filter((name) => name.startsWith('@forewarn/'));
    expect(ownNames.length).toBeGreaterThan(10);
    expect([...bundleDependencies].sort()).toEqual(ownNames.sort());
    const bundled = await readdir(path.join(installed, 'node_modules/@forewarn'));
    expect(bundled.map((name) => `@forewarn/${name}`).sort()).toEqual(ownNames);
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('holds no tests, no types without their sources, and nothing to run at installation', async () => {
    const files = await readdir(installed, { recursive: true });
    expect(files.length).toBeGreaterThan(300);
    expect(files.filter((file) => /\.test\.|\.d\.ts$|\.map$|testkit|(^|\/)src$/.test(file))).toEqual([]);
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md']));
    expect(await readManifest(installed)).not.toHaveProperty('scripts');
  });

  it('names its repository, to which npm holds the provenance', async () => {
    expect((await readManifest(installed)).repository).toEqual({
      type: 'git',
      url: 'git+https://example.com/forewarn.git',
      directory: 'apps/forewarn',
    });
  });

  it('is laid out in a new directory outside the checkout only', async () => {
    await expect(stage(path.join(directory, 'staged'))).rejects.toThrow(/exists, and what is in it would be/);
    await expect(stage(path.join(root, 'staged'))).rejects.toThrow(/is inside the repository/);
  });

  it('cannot be published from its workspace, which lacks what it needs', async () => {
    const workspace = await readManifest(path.join(root, 'apps/forewarn'));
    expect(workspace).toMatchObject({ name: 'forewarn', private: true });
    const { version, ...shipped } = await readManifest(installed);
    expect(version).toBe(workspace.version);
    expect(shipped).not.toHaveProperty('private');
  });

  it('says its version', async () => {
    const { version } = await readManifest(installed);
    expect((await npx('--version')).stdout).toBe(`${version}\n`);
  });

  it('analyses a saved response as the checkout does', async () => {
    const [packed, built] = [
      await npx('analyze', savedResponse),
      await runForewarn(['analyze', savedResponse]),
    ];
    const withoutTimes = (stdout: string) => ({ ...JSON.parse(stdout), executionTimes: undefined });
    expect(withoutTimes(packed.stdout)).toEqual(withoutTimes(built.stdout));
  });

  describe('when it is started', () => {
    let place: EmbeddedPlace;
    let forewarn: ForewarnProgram;

    beforeAll(async () => {
      place = await embeddedPlace();
      // What npx runs, without npx between the signal and the program.
      const program = path.join(directory, 'user/node_modules/.bin/forewarn');
      forewarn = spawnForewarn(['start', ...place.flags], { program });
      await forewarn.printed(startedPattern);
    });

    afterAll(async () => {
      await forewarn?.end('SIGKILL');
      await place?.remove();
    });

    it('is ready', async () => {
      expect((await fetch(`${place.operationsUrl}/readyz`)).status).toBe(200);
    });

    it.each(['/', '/js/main.js', '/vendor/uplot.js', '/vendor/uplot.css', '/openapi.json'])(
      'serves %s',
      async (route) => {
        const response = await fetch(`${place.url}${route}`);
        expect(response.status).toBe(200);
        expect((await response.text()).length).toBeGreaterThan(100);
      },
    );

    it('answers over gRPC', async () => {
      const { stdout } = await npx('get', 'series', '--format', 'json', '--address', place.grpcAddress);
      expect(stdout).toMatch('node_memory_MemFree_bytes');
    });

    it('stops when it is asked to', async () => {
      expect(await forewarn.end('SIGTERM')).toMatchObject({ code: 0, stderr: '' });
    });
  });
});
