import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, gzipSync } from 'node:zlib';
import {
  aggregateBins,
  augmentedDickeyFuller,
  autocorrelation,
  hodrickPrescott,
  seasonalDecompose,
} from '@forewarn/statistics';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runForewarn, spawnForewarn } from './support/forewarn-program.js';
import { type ResponseSeries, rangeResponse, regularSeries } from './support/range-response.js';

const recording = fileURLToPath(new URL('../packages/prometheus-source/recording/', import.meta.url));
const startSeconds = Date.UTC(2026, 0, 1) / 1000;
const minuteMs = 60_000;

// biome-ignore lint/suspicious/noExplicitAny: the shape is what is tested
type Line = any;

/** Runs `forewarn analyze -`, which must succeed in silence. */
async function analyzed(body: string | Uint8Array, ...flags: string[]): Promise<Line[]> {
  const { code, stdout, stderr } = await runForewarn(['analyze', '-', ...flags], { input: body });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return linesOf(stdout);
}

function linesOf(stdout: string): Line[] {
  expect(stdout).not.toMatch(/NaN|Infinity/);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

const wave = (length: number): number[] =>
  Array.from({ length }, (_, at) => 1e9 + 1e8 * Math.sin(at / 9) + 1e6 * ((at * 7919) % 13));

describe('what forewarn prints of text from elsewhere', () => {
  const hostile = 'a\u001b[2J\u007f\u009b31m\u202eb\u200bc';

  it('is exact JSON of analyze, without anything that a terminal would obey', async () => {
    const body = rangeResponse([regularSeries({ job: hostile }, startSeconds, 60, wave(50))]);
    const { stdout } = await runForewarn(['analyze', '-'], { input: body });
    expect(stdout).toMatch(/^[\x20-\x7e\n]+$/);
    expect(linesOf(stdout)[0].series.labels.job).toBe(hostile);
  });

  it.each([
    ['a file that is not there', ['analyze', hostile], 1],
    ['a file that is not JSON', ['analyze', '-'], 1],
    ['a selector that is none', ['start', '--select', `up{${hostile}`], 2],
    ['a command that is none', [hostile], 2],
    ['a directory that cannot be', ['start', '--data-dir', `/dev/null/${hostile}`], 1],
  ])('is harmless in what is said of %s', async (_, args, wanted) => {
    const { code, stdout, stderr } = await runForewarn(args, { input: hostile });
    expect([code, stdout]).toEqual([wanted, '']);
    expect(stderr).toMatch(/^[^\p{Cc}\p{Cf}]+(\n[^\p{Cc}\p{Cf}]+)*\n$/u);
  });
});

describe('forewarn analyze', () => {
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

  it('prints one line of JSON for each series of each recorded file, in the order of the file', async () => {
    const files = (await readdir(recording)).filter((name) => name.endsWith('.json.gz'));
    expect(files).toHaveLength(11);
    const runs = files.map(async (name) => {
      const file = path.join(recording, name);
      const saved: { data: { result: ResponseSeries[] } } = JSON.parse(
        gunzipSync(await readFile(file)).toString(),
      );
      const { code, stdout, stderr } = await runForewarn(['analyze', file]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const lines = linesOf(stdout);
      expect(lines.map(({ series }) => ({ __name__: series.metric, ...series.labels }))).toEqual(
        saved.data.result.map(({ metric }) => metric),
      );
      for (const line of lines) {
        expect(Object.keys(line)).toEqual([
          'profile',
          'isRate',
          'series',
          'window',
          'dickeyFuller',
          'hodrickPrescott',
          'autocorrelation',
          'decomposition',
          'aggregates',
          'forecast',
          'executionTimes',
        ]);
        expect(line.window).toMatchObject({ stepMs: 2_000, sampleCount: 1_537, missingCount: 0 });
      }
    });
    await Promise.all(runs);
  });

  it('prints what the statistics give when they are called directly', async () => {
    const file = path.join(recording, 'node_memory_MemFree_bytes.json.gz');
    const saved: { data: { result: ResponseSeries[] } } = JSON.parse(
      gunzipSync(await readFile(file)).toString(),
    );
    const [seconds, texts] = [0, 1].map((at) => saved.data.result[0]!.values.map((pair) => pair[at]!));
    const times = Float64Array.from(seconds!, (each) => Number(each) * 1000);
    const values = Float64Array.from(texts!, Number);
    const [line] = linesOf((await runForewarn(['analyze', file])).stdout);
    const plain = (result: object) =>
      JSON.parse(
        JSON.stringify(result, (_, v) => (ArrayBuffer.isView(v) ? Array.from(v as Float64Array) : v)),
      );

    const test = augmentedDickeyFuller(values, { maxLag: 3, regression: 'c', autolag: 'AIC' });
    const { statistic, pValue, usedLag, observations } = plain(test);
    expect(line.dickeyFuller).toMatchObject({ statistic, pValue, usedLag, observations });
    expect(line.hodrickPrescott).toMatchObject(plain(hodrickPrescott(values, 1600)));
    expect(line.autocorrelation.values).toEqual(plain(autocorrelation(values)).values);
    const { trend, seasonal, residual } = plain(seasonalDecompose(values, { model: 'additive', period: 60 }));
    expect(line.decomposition).toMatchObject({ trend, seasonal, residual });
    for (const [at, hours] of [1, 3, 12].entries()) {
      const { count, max, min, mean } = plain(aggregateBins(times, values, hours * 3_600_000));
      expect(line.aggregates.bins[at]).toMatchObject({
        binMs: hours * 3_600_000,
        binCount: count,
        max,
        min,
        mean,
      });
    }
  });

  it('leaves out NaN and infinities, and counts them and gaps as missing', async () => {
    const values: (number | string | undefined)[] = wave(300);
    values[10] = 'NaN';
    values[20] = '+Inf';
    values[30] = '-Inf';
    values[40] = undefined;
    const gappy: (number | undefined)[] = wave(300);
    gappy.fill(undefined, 100, 130);
    const [holes, gap] = await analyzed(
      rangeResponse([
        regularSeries({ __name__: 'holes' }, startSeconds, 60, values),
        regularSeries({ __name__: 'gap' }, startSeconds, 60, gappy),
      ]),
    );
    expect(holes.window).toMatchObject({ sampleCount: 296, missingCount: 4 });
    expect(holes.hodrickPrescott.trend).toHaveLength(300);
    expect(gap.window).toMatchObject({ sampleCount: 270, missingCount: 30 });
    for (const stage of ['dickeyFuller', 'hodrickPrescott', 'autocorrelation', 'decomposition'])
      expect(gap[stage]).toEqual({
        reason: 'gap',
        detail: '30 consecutive samples are missing from 2026-01-01T01:40:00.000Z on',
      });
    expect(gap.aggregates.bins).toHaveLength(3);
    expect(gap.forecast.points).toHaveLength(10);
  });

  it('says why where a series is constant, has one sample, or none', async () => {
    const [constant, single, none] = await analyzed(
      rangeResponse([
        regularSeries({ __name__: 'constant' }, startSeconds, 60, new Array(200).fill(5)),
        regularSeries({ __name__: 'single' }, startSeconds, 60, [5]),
        regularSeries({ __name__: 'none' }, startSeconds, 60, ['NaN', 'NaN']),
      ]),
    );
    expect(constant.dickeyFuller).toMatchObject({ reason: 'constant-series' });
    expect(new Set(constant.autocorrelation.values)).toEqual(new Set([0]));
    for (const { mean } of constant.forecast.points) expect(mean).toBeCloseTo(5, 9);
    expect(single.window).toMatchObject({ sampleCount: 1, missingCount: 0 });
    for (const stage of ['dickeyFuller', 'forecast'])
      expect(single[stage], stage).toEqual({ reason: expect.any(String), detail: expect.any(String) });
    expect(single.aggregates.bins.map(({ max }: Line) => max)).toEqual([5, 5, 5]);
    expect(none).toMatchObject({ series: { metric: 'none' }, window: null });
    for (const stage of [
      'dickeyFuller',
      'hodrickPrescott',
      'autocorrelation',
      'decomposition',
      'aggregates',
      'forecast',
    ])
      expect(none[stage], stage).toEqual({ reason: expect.any(String), detail: expect.any(String) });
  });

  it('prints nothing for an empty result', async () => {
    expect(await analyzed(rangeResponse([]))).toEqual([]);
  });

  it('forecasts samples of 15 s by the minute, and samples of 5 min every 5 min', async () => {
    const [fine, coarse] = await analyzed(
      rangeResponse([
        regularSeries({ __name__: 'fine' }, startSeconds, 15, wave(480)),
        regularSeries({ __name__: 'coarse' }, startSeconds, 300, wave(288)),
      ]),
    );
    const timesOf = ({ forecast }: Line) =>
      forecast.points.map(({ timestamp }: Line) => Date.parse(timestamp));
    const expectedTimes = (firstMs: number, stepMs: number) =>
      Array.from({ length: 10 }, (_, at) => firstMs + at * stepMs);
    const endOf = (samples: number, stepSeconds: number) =>
      (startSeconds + (samples - 1) * stepSeconds) * 1000;
    expect(fine.window.stepMs).toBe(15_000);
    expect(fine.forecast.stepMs).toBe(minuteMs);
    // The last sample stands in the minute that began 45 s before; the first point is the minute behind it.
    expect(timesOf(fine)).toEqual(expectedTimes(endOf(480, 15) - 45_000 + minuteMs, minuteMs));
    expect(Date.parse(fine.window.end)).toBe(endOf(480, 15));
    expect(coarse.forecast.stepMs).toBe(5 * minuteMs);
    expect(timesOf(coarse)).toEqual(expectedTimes(endOf(288, 300) + 5 * minuteMs, 5 * minuteMs));
  });

  it('takes the step from most samples, so that jitter and a gap do not change it', async () => {
    const jitter = regularSeries({ __name__: 'jitter' }, startSeconds, 60, wave(200));
    const values = jitter.values.map(([s, v], at) => [s + ((at * 37) % 11) / 10, v] as const);
    values.splice(100, 3);
    const [line] = await analyzed(rangeResponse([{ ...jitter, values }]));
    expect(line.window).toMatchObject({ stepMs: minuteMs, sampleCount: 197, missingCount: 3 });
  });

  it('names the result of an expression, which has no name', async () => {
    const [line] = await analyzed(rangeResponse([regularSeries({ job: 'x' }, startSeconds, 60, wave(50))]));
    expect(line.series).toEqual({ metric: 'expression', labels: { job: 'x' }, partition: 'default' });
  });

  it('analyses by the default profile unless told otherwise, and says by which', async () => {
    const body = rangeResponse([regularSeries({ __name__: 'up' }, startSeconds, 60, wave(1_440))]);
    const [[usual], [named], [reference]] = await Promise.all([
      analyzed(body),
      analyzed(body, '--profile', 'default'),
      analyzed(body, '--profile', 'reference'),
    ]);
    expect(usual.profile).toBe('default');
    expect({ ...named, executionTimes: 0 }).toEqual({ ...usual, executionTimes: 0 });
    expect(reference.profile).toBe('reference');
    expect(reference.forecast).toMatchObject({
      model: 'holt-winters(multiplicative,additive,550)',
      modelChoice: 'configured',
      backtest: null,
    });
    expect(reference.hodrickPrescott).toEqual(usual.hodrickPrescott);
  });

  it('analyses counters as per-second rates, a reset mended', async () => {
    const rates = wave(200).map((value) => value / 1e6);
    let count = 0;
    const counts = [0, ...rates].map((rate, at) => {
      // What was counted since the last sample is lost with a reset.
      count = at === 100 ? 60 * rate : count + 60 * rate;
      return count;
    });
    const named = (name: string) => regularSeries({ __name__: name }, startSeconds, 60, counts);
    const rateOf = ({ hodrickPrescott: { trend, cycle } }: Line, at: number) => trend[at] + cycle[at];
    const [[byName, other], [asGauge], [asCounter]] = await Promise.all([
      analyzed(rangeResponse([named('requests_total'), named('requests')])),
      analyzed(rangeResponse([named('requests_total')]), '--type', 'gauge'),
      analyzed(rangeResponse([named('requests')]), '--type', 'counter'),
    ]);
    for (const line of [byName, asCounter]) {
      expect(line).toMatchObject({ isRate: true, window: { sampleCount: 200, missingCount: 0 } });
      expect(Date.parse(line.window.start)).toBe((startSeconds + 60) * 1000);
      for (const at of [0, 98, 99, 100, 199]) expect(rateOf(line, at)).toBeCloseTo(rates[at]!, 6);
    }
    for (const line of [other, asGauge]) {
      expect(line).toMatchObject({ isRate: false, window: { sampleCount: 201 } });
      expect(rateOf(line, 50)).toBeCloseTo(counts[50]!, 3);
    }
  });

  it('says why a counter with one sample has no rate', async () => {
    const [line] = await analyzed(
      rangeResponse([regularSeries({ __name__: 'requests_total' }, startSeconds, 60, [5])]),
    );
    expect(line).toMatchObject({ isRate: true, window: null, aggregates: { reason: 'too-few-samples' } });
  });

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

describe('the command line', () => {
  it('has help on itself and on each command, and says its version', async () => {
    const [whole, analyze, version] = await Promise.all([
      runForewarn(['--help']),
      runForewarn(['analyze', '--help']),
      runForewarn(['--version']),
    ]);
    expect([whole.code, analyze.code, version.code]).toEqual([0, 0, 0]);
    for (const name of ['start', 'analyze', 'console', 'get', 'sla'])
      expect(whole.stdout).toMatch(`\n  ${name} `);
    expect(whole.stdout).toMatch(/before you break them/);
    expect(analyze.stdout).toMatch(/- for standard input/);
    expect(analyze.stdout).toMatch(/--profile <name> +how to analyse: default or reference/);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ['no command', [], /Usage: forewarn/],
    [
      'a command that does not exist',
      ['analyse', 'x'],
      /unknown command 'analyse'\n\(Did you mean analyze\?\)/,
    ],
    ['a missing file', ['analyze'], /missing required argument 'file'/],
    [
      'a profile that does not exist',
      ['analyze', '-', '--profile', 'fast'],
      /--profile.+'fast' is invalid\. unknown profile fast; known: default, reference\n/,
    ],
    ['a type that is none', ['analyze', '-', '--type', 'summary'], /--type.+'summary'.+counter, gauge/],
  ])('exits with 2 for %s', async (_, args, said) => {
    const { code, stdout, stderr } = await runForewarn(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });

  it('says in one line that a server is unavailable', async () => {
    const { code, stdout, stderr } = await runForewarn(['get', 'series', '--address', '127.0.0.1:1']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^forewarn: .+127\.0\.0\.1:1 cannot be reached.+--address.+\n$/);
  });
});
