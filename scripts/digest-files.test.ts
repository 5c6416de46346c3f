import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import catalogue from '../deploy/services.json' with { type: 'json' };

const script = fileURLToPath(new URL('digest-files.mjs', import.meta.url));
const compose = readFileSync(new URL('../docker-compose.yml', import.meta.url), 'utf8');
const targets = Object.keys(catalogue);
const digestOf = (target: string) => `sha256:${String(targets.indexOf(target)).repeat(64)}`;

describe('digest-files', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'forewarn-digests-'));
    for (const target of targets) writeFileSync(path.join(folder, target), `${digestOf(target)}\n`);
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const write = () =>
    promisify(execFile)(
      process.execPath,
      [script, folder, '--version', '0.2.0', '--images', 'ghcr.io/owner/forewarn'],
      { cwd: folder, timeout: 10_000 },
    );
  const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

  it('names every image of the stack by its digest, by variables that the compose file takes', async () => {
    await write();
    const [images, version, ...digests] = read('forewarn-0.2.0.env').trim().split('\n');
    expect([images, version]).toEqual(['FOREWARN_IMAGES=ghcr.io/owner/forewarn', 'FOREWARN_VERSION=0.2.0']);
    expect(digests).toHaveLength(targets.length);
    for (const [i, target] of targets.entries()) {
      const [name, value] = digests[i]!.split('=');
      expect(value).toBe(`@${digestOf(target)}`);
      expect(compose).toContain(`forewarn}-${target}:\${FOREWARN_VERSION:-latest}\${${name}:-}`);
    }
  });

  it('names every image of the chart by its digest, as values', async () => {
    await write();
    const { image, ...components } = parse(read('forewarn-0.2.0-values.yaml'));
    expect(image).toEqual({ registry: 'ghcr.io', repository: 'owner/forewarn', tag: '0.2.0' });
    const keys: Readonly<Record<string, string>> = { 'sla-manager': 'slaManager' };
    expect(components).toEqual(
      Object.fromEntries(
        targets.map((target) => [keys[target] ?? target, { image: { digest: digestOf(target) } }]),
      ),
    );
  });

  it('refuses what is no digest, and an image without one', async () => {
    writeFileSync(path.join(folder, targets[0]!), 'latest');
    await expect(write()).rejects.toThrow(/holds no digest/);
    rmSync(path.join(folder, targets[0]!));
    await expect(write()).rejects.toThrow(/ENOENT/);
  });
});
