import { gzipSync } from 'node:zlib';
import { profileNamed } from '@forewarn/analysis';
import { describe, expect, it } from 'vitest';
import { analyzeFile } from './analyze-file.js';
import { playedStreams } from './played-streams.fixture.js';

const startSeconds = 1_760_000_040;
const values = Array.from({ length: 60 }, (_, at) => [startSeconds + at * 60, String(Math.sin(at))]);
const series = (labels: object) => ({ metric: { __name__: 'up', ...labels }, values });
const response = (result: unknown, remarks: object = {}) =>
  JSON.stringify({ status: 'success', data: { resultType: 'matrix', result }, ...remarks });

/** What the command writes, its standard input given. */
async function analyzed(input: string | Buffer) {
  const { streams, written } = playedStreams(input);
  await analyzeFile('-', { profile: profileNamed('reference'), metricType: 'unknown' }, streams);
  const lines = written.stdout.split('\n').filter(Boolean);
  return { lines: lines.map((line) => JSON.parse(line)), stderr: written.stderr };
}

describe('analyze', () => {
  it.each([
    ['a byte-order mark', Buffer.from(`\ufeff${response([series({})])}`)],
    ['a byte-order mark in gzip', gzipSync(`\ufeff${response([series({})])}`)],
    ['UTF-16, as PowerShell writes it', Buffer.from(`\ufeff${response([series({})])}`, 'utf16le')],
  ])('reads a file with %s', async (_, input) => {
    const { lines, stderr } = await analyzed(input);
    expect(lines.map(({ series: { metric } }) => metric)).toEqual(['up']);
    expect(stderr).toBe('');
  });

  it.each([
    ['a result that is null', response(null)],
    ['data that is null', JSON.stringify({ status: 'success', data: null })],
  ])('finds nothing in %s', async (_, input) => {
    expect(await analyzed(input)).toEqual({ lines: [], stderr: '' });
  });

  it.each([9_007_199_254_740, -9_007_199_254_740])(
    'refuses samples of the second %d, which no calendar has',
    async (at) => {
      const [first, last] = [startSeconds, at].sort((a, b) => a - b);
      const ages = {
        metric: { __name__: 'up' },
        values: [
          [first, '1'],
          [last, '2'],
        ],
      };
      await expect(analyzed(response([ages]))).rejects.toMatchObject({ code: 'invalid-input-file' });
    },
  );

  it('names a series whose labels are as long as a book in part, when it is refused and when it is passed over', async () => {
    const metric = { __name__: 'up', job: 'x'.repeat(50_000) };
    const apart = [0, startSeconds, startSeconds + 1, startSeconds + 2].map((second) => [second, '1']);
    const refused = analyzed(response([{ metric, values: apart }]));
    await expect(refused).rejects.toThrow(/^up\{job="x{200,300}… spans \d+ steps/);
    const { stderr } = await analyzed(response([{ metric, histograms: [[startSeconds, {}]] }]));
    expect(stderr).toMatch(/^forewarn: passed over: up\{job="x{200,300}… consists of native histograms/);
  });

  it('says what the server remarked, and that samples may be missing', async () => {
    const remarks = {
      warnings: ['store-b is down\u001b[31m\nforged'],
      infos: ['PromQL info: x'],
      isPartial: true,
    };
    const { lines, stderr } = await analyzed(response([series({})], remarks));
    expect(lines).toHaveLength(1);
    expect(stderr.split('\n')).toEqual([
      'forewarn: standard input is a partial answer: samples may be missing',
      'forewarn: standard input says: store-b is down\\x1b[31m forged',
      'forewarn: standard input says: PromQL info: x',
      '',
    ]);
  });

  it('passes native histograms over and names them, and analyses what stands beside', async () => {
    const histogram = (pod: number) => ({
      metric: { __name__: 'up', pod: `${pod}` },
      histograms: [[startSeconds, {}]],
    });
    const { lines, stderr } = await analyzed(
      response([histogram(0), series({ pod: 'float' }), ...[1, 2, 3, 4, 5, 6].map(histogram)]),
    );
    expect(lines.map((line) => line.series.labels.pod)).toEqual(['float']);
    expect(stderr.split('\n')).toHaveLength(7);
    expect(stderr).toContain('forewarn: passed over: up{pod="0"} consists of native histograms');
    expect(stderr).toContain('forewarn: passed over: 2 more series of native histograms');
  });

  it('keeps names of any text', async () => {
    const labels = { __name__: 'http.server.requests', 'service.name': 'shop', 'Ü "x"': 'é' };
    const { lines } = await analyzed(response([{ metric: labels, values }]));
    expect(lines[0].series).toEqual({
      metric: 'http.server.requests',
      labels: { 'service.name': 'shop', 'Ü "x"': 'é' },
      partition: 'default',
    });
  });
});
