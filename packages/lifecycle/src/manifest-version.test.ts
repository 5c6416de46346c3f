import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { manifestVersion } from './manifest-version.js';

/** The address of a module in `dist` of a workspace with this manifest. */
function moduleBeside(manifest: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'forewarn-manifest-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(path.join(folder, 'package.json'), manifest);
  return pathToFileURL(path.join(folder, 'dist', 'main.js')).href;
}

describe('the version of a program', () => {
  it('is what its manifest says', () => {
    expect(manifestVersion(moduleBeside('{"version":"7.8.9-rc.1"}'))).toBe('7.8.9-rc.1');
  });

  it('is that of the workspace whose module asks', () => {
    const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
    expect(manifest).toMatchObject({ version: manifestVersion(import.meta.url) });
  });

  it.each(['{}', '[]', '{"version":1}'])('is missed in %s', (manifest) => {
    expect(() => manifestVersion(moduleBeside(manifest))).toThrow(/has no version/);
  });
});
