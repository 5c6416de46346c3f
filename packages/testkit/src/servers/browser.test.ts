import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findBrowser, installBrowser } from './browser.js';

describe('the browser of the tests', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forewarn-browser-test-'));
    vi.stubEnv('PATH', folder);
    vi.stubEnv('XDG_CACHE_HOME', folder);
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it('is a Chrome where there is no Chromium, and then nothing is installed', async () => {
    await writeFile(join(folder, 'google-chrome'), '', { mode: 0o755 });
    expect(await findBrowser()).toBe(join(folder, 'google-chrome'));
    expect(await installBrowser()).toBeUndefined();
  });

  it('is missed with the reason and the command that installs it', async () => {
    const problem = await installBrowser();
    expect(problem).toMatch(/a Chromium\n {2}because this system has no apt-get\nInstall it with:\n/);
    expect(problem).toMatch(/apt-get install --no-install-recommends chromium$/);
  });
});
