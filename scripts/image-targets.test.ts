import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import catalogue from '../deploy/services.json' with { type: 'json' };

const script = fileURLToPath(new URL('image-targets.mjs', import.meta.url));
const exec = promisify(execFile);
const directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-targets-'));

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const targetsOf = async (...args: string[]): Promise<string[]> =>
  JSON.parse((await exec(process.execPath, [script, ...args], { timeout: 10_000 })).stdout);

const written = (text: string): string => {
  const file = path.join(directory, 'Dockerfile');
  writeFileSync(file, text);
  return file;
};

describe('image-targets', () => {
  it('finds every deployable of the catalogue, and nothing else', async () => {
    expect(await targetsOf()).toEqual(Object.keys(catalogue));
  });

  it('leaves out stages that others start from, copy from or mount', async () => {
    const file = written(
      [
        'FROM --platform=$BUILDPLATFORM node:24 AS deps',
        'FROM node:24 AS build',
        'RUN --mount=type=bind,from=deps,target=/deps npm ci',
        'from node:24 as base',
        'COPY --from=build /a /a',
        'FROM base AS one',
        'FROM base AS two',
      ].join('\n'),
    );
    expect(await targetsOf('--file', file)).toEqual(['one', 'two']);
  });

  it('refuses a Dockerfile without any, which would release nothing', async () => {
    await expect(targetsOf('--file', written('FROM node:24\n'))).rejects.toThrow(/has no named stage/);
  });
});
