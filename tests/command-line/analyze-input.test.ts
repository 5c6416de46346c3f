import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runForewarn, spawnForewarn } from '../support/forewarn-program.js';
import { rangeResponse, regularSeries } from '../support/range-response.js';
import { analyzed, startSeconds, wave } from './analyzed.js';

describe('forewarn analyze, of files and standard input', () => {
  let directory: string;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'forewarn-command-line-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const inFile = async (name: string, body: string): Promise<string> => {
    const file = path.join(directory, name);
    await writeFile(file, body);
    return file;
  };

  it('reads gzip from standard input too', async () => {
    const body = rangeResponse([regularSeries({ __name__: 'up' }, startSeconds, 60, wave(50))]);
    const [packed] = await analyzed(gzipSync(body));
    const [plain] = await analyzed(body);
    expect({ ...packed, executionTimes: 0 }).toEqual({ ...plain, executionTimes: 0 });
  });

  it('is quiet when its reader leaves', async () => {
    const series = Array.from({ length: 40 }, (_, at) =>
      regularSeries({ __name__: 'up', instance: `host${at}` }, startSeconds, 60, wave(600)),
    );
    const file = await inFile('many.json', rangeResponse(series));
    const program = spawnForewarn(['analyze', file]);
    await program.printed(/\n/);
    program.child.stdout?.destroy();
    expect(await program.finished).toMatchObject({ code: 0, stderr: '' });
  });

  const refusals: Record<string, [body: string, said: RegExp]> = {
    'text that is not JSON': ['<html>', /standard input is not JSON: /],
    'a file that was cut off': [
      rangeResponse([regularSeries({ __name__: 'up' }, startSeconds, 60, wave(50))]).slice(0, -40),
      /standard input is not JSON: /,
    ],
    'an empty input': ['', /standard input is not JSON: /],
    'the result of an instant query': [
      '{"status":"success","data":{"resultType":"vector","result":[{"metric":{"__name__":"up"},"value":[1,"1"]}]}}',
      /data\.resultType is "vector", not "matrix"/,
    ],
    'an answer that is an error': [
      '{"status":"error","errorType":"bad_data","error":"parse error"}',
      /it is an error: bad_data: parse error/,
    ],
    'a value that is no number': [
      rangeResponse([regularSeries({ __name__: 'up' }, startSeconds, 60, [1, 'abc'])]),
      /result\[0\]\.values\[1\]\[1\] is "abc", not a number/,
    ],
    'samples that span too long': [
      rangeResponse([
        regularSeries({ __name__: 'first' }, startSeconds, 60, wave(50)),
        {
          metric: { __name__: 'up' },
          values: [
            [0, '1'],
            [1, '1'],
            [2, '1'],
            [2_000_000, '1'],
          ],
        },
      ]),
      /up spans 2000001 steps of 1s, more than the 1000000 .+: query a shorter range, or with a longer step/,
    ],
  };
  it.each(Object.entries(refusals))('refuses %s in one line', async (_, [body, said]) => {
    const { code, stdout, stderr } = await runForewarn(['analyze', '-'], { input: body });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(said);
    expect(stderr).toMatch(/^forewarn: .+\n$/);
  });

  it.each([
    ['a file that is not there', 'no-such-file.json', 'ENOENT'],
    ['a directory', '.', 'EISDIR'],
  ])('refuses %s in one line', async (_, name, why) => {
    const file = path.join(directory, name);
    const { code, stdout, stderr } = await runForewarn(['analyze', file]);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `forewarn: ${file} cannot be read (${why})\n`,
    });
  });
});
