import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('audit.mjs', import.meta.url));

describe('audit', () => {
  let root: string;
  let registry: Server;
  let severity: string | undefined;

  beforeEach(async () => {
    severity = undefined;
    root = mkdtempSync(path.join(os.tmpdir(), 'forewarn-audit-'));
    const dependencies = { ape: '1.0.0' };
    const packages = {
      '': { name: 'own', version: '1.0.0', dependencies },
      'node_modules/ape': { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` },
    };
    write('package.json', { name: 'own', version: '1.0.0', dependencies });
    write('package-lock.json', { name: 'own', version: '1.0.0', lockfileVersion: 3, packages });
    registry = createServer((request, response) => {
      const isQuestion = request.method === 'POST' && request.url === '/-/npm/v1/security/advisories/bulk';
      const known = severity !== undefined && isQuestion ? { ape: [advisory(severity)] } : {};
      response.statusCode = isQuestion ? 200 : 404;
      request.resume().on('end', () => response.end(JSON.stringify(known)));
    });
    await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    rmSync(root, { recursive: true, force: true });
    registry.closeAllConnections();
    await new Promise((resolve) => registry.close(resolve));
  });

  const write = (file: string, content: object) =>
    writeFileSync(path.join(root, file), JSON.stringify(content));
  const advisory = (grade: string) => ({
    id: 1,
    url: 'https://example.com/advisory',
    title: 'Throws bananas',
    severity: grade,
    vulnerable_versions: '<2',
  });
  const address = () => `http://127.0.0.1:${(registry.address() as AddressInfo).port}`;
  const audit = (CI = '') =>
    new Promise<{ code: number; stdout: string; stderr: string }>((resolve) => {
      const npm = {
        npm_config_registry: address(),
        npm_config_cache: path.join(root, 'cache'),
        npm_config_fetch_retries: '0',
      };
      const child = execFile(
        process.execPath,
        [script, '--root', root],
        { timeout: 50_000, env: { ...process.env, ...npm, CI } },
        (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
      );
    });

  it('agrees where nothing is known', async () => {
    expect(await audit('true')).toEqual({
      code: 0,
      stdout: 'audit: 0 grave weaknesses are known of what is shipped\n',
      stderr: '',
    });
  });

  it('refuses a package with a grave weakness, and says which and where to read of it', async () => {
    severity = 'high';
    const { code, stdout, stderr } = await audit();
    expect(stderr).toMatch(/^ape .*\(high\): Throws bananas, https:\/\/example\.com\/advisory\n/);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: 'audit: 1 grave weaknesses are known of what is shipped\n',
    });
  });

  it('bears a slight one', async () => {
    severity = 'moderate';
    expect(await audit()).toMatchObject({ code: 0, stderr: '' });
  });

  it('says that nothing was checked where the registry does not answer: in CI that is a failure', async () => {
    registry.closeAllConnections();
    const unreachable = address();
    await new Promise((resolve) => registry.close(resolve));
    registry.address = () => ({ address: '', family: '', port: Number(new URL(unreachable).port) });
    const said = /^audit: nothing was checked, since the registry gives no advisories: .+\n$/;
    expect(await audit()).toEqual({ code: 0, stdout: '', stderr: expect.stringMatching(said) });
    expect(await audit('true')).toEqual({ code: 1, stdout: '', stderr: expect.stringMatching(said) });
  });
});
