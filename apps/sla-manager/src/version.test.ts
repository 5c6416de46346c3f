import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { manifestVersion } from '@forewarn/lifecycle';
import { expect, it, onTestFinished } from 'vitest';
import { startBench } from './rest-bench.fixture.js';

it('a release that changes the manifest changes what /about, the OpenAPI document and so the page say', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-release-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'package.json'), '{"version":"9.8.7"}');
  const main = pathToFileURL(path.join(folder, 'dist', 'main.js')).href;
  const { call } = await startBench({ version: manifestVersion(main) });
  expect((await call('GET', '/api/v1/about')).body.version).toBe('9.8.7');
  expect((await call('GET', '/openapi.json')).body.info.version).toBe('9.8.7');
});
