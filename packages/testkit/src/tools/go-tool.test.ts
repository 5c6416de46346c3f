import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { goTool } from './go-tool.js';

const tool = { source: 'example.com/lint/cmd/lint', version: 'v1.2.3' };

describe('goTool', () => {
  let folder: string;

  /** A stand-in for Go: it counts its calls, then does what the script says. */
  const installGo = async (script: string) => {
    const go = join(folder, 'go');
    await writeFile(go, `#!/bin/sh\necho "$*" >> '${folder}/calls'\n${script}\n`);
    await chmod(go, 0o755);
  };
  const calls = async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n');
  const build = `printf built > "$GOBIN/lint"`;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'forewarn-go-'));
    vi.stubEnv('PATH', folder);
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'cache'));
    vi.stubEnv('CI', '');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true });
  });

  it('builds the exact version once, and finds it from then on', async () => {
    await installGo(build);
    const path = await goTool(tool);
    expect(await goTool(tool)).toBe(path);
    expect(await readFile(path!, 'utf8')).toBe('built');
    expect(await calls()).toEqual(['install example.com/lint/cmd/lint@v1.2.3']);
  });

  it('knows a program by its name where its path ends in a major version', async () => {
    await installGo(build);
    const path = await goTool({ source: 'example.com/lint/v8', version: 'v8.0.1' });
    expect(path).toBe(join(folder, 'cache/forewarn/lint-v8.0.1/lint'));
    expect(await readFile(path!, 'utf8')).toBe('built');
  });

  it('leaves one program and no remains when it is asked twice at a time', async () => {
    await installGo(build);
    const [first, second] = await Promise.all([goTool(tool), goTool(tool)]);
    expect(second).toBe(first);
    expect(await readFile(first!, 'utf8')).toBe('built');
    expect(await readdir(join(folder, 'cache/forewarn'))).toEqual(['lint-v1.2.3']);
  });

  it('says what Go said when the build fails, and leaves nothing', async () => {
    await installGo('echo no such module >&2; exit 1');
    await expect(goTool(tool)).rejects.toThrow(/^go install \S+@v1\.2\.3 failed:\nno such module$/);
    expect(await readdir(join(folder, 'cache/forewarn'))).toEqual([]);
  });

  it('does without and says so loudly where there is no Go', async () => {
    const say = vi.fn();
    expect(await goTool(tool, { say })).toBeUndefined();
    expect(say).toHaveBeenCalledWith(expect.stringMatching(/!!!\nTESTS WITH lint ARE SKIPPED\n/));
  });

  it('fails in CI where there is no Go', async () => {
    vi.stubEnv('CI', 'true');
    await expect(goTool(tool)).rejects.toThrow(/lint is built with Go, which is not on PATH/);
  });
});
