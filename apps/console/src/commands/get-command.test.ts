import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cannedAnalyses } from '../testing/canned-analyses.js';
import { run, runIn } from '../testing/run.js';
import { type StartedRetrieval, startRetrievalServer } from '../testing/start-retrieval-server.js';
import { startSlaServer } from '../testing/start-sla-server.js';
import { createTestIo } from '../testing/test-io.js';

let server: StartedRetrieval;
beforeAll(async () => {
  server = await startRetrievalServer(cannedAnalyses);
});
afterAll(() => server.close());

const get = (...words: string[]) => run('get', ...words, '--address', server.address);
const memory = ['--metric', 'node_memory_MemFree_bytes'];
const linesOf = (text: string) => text.trimEnd().split('\n');

describe('get as JSON', () => {
  it.each([
    ['dickey-fuller', 'dickeyFuller', { pValue: 0.0079, criticalValues: { percent1: -3.4349 } }],
    ['decomposition', 'decomposition', { model: 'additive', period: 60 }],
    ['hodrick-prescott', 'hodrickPrescott', { lambda: 1_600 }],
    ['autocorrelation', 'autocorrelation', { values: expect.any(Array) }],
    ['aggregates', 'aggregates', { bins: [{ binMs: 3_600_000 }, { standardDeviation: null }] }],
    [
      'forecasts',
      'forecast',
      {
        modelChoice: 'selected',
        backtest: { originCount: 12, lastValueError: 1.5 },
        points: [{ timestamp: '2026-03-01T12:01:00.000Z' }, {}],
      },
    ],
  ])('prints %s as one document a series, with the names of the event', async (kind, field, result) => {
    const { stdout, stderr, exitCode } = await get(kind, ...memory, '--format', 'json');
    const lines = linesOf(stdout.text);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      series: { metric: 'node_memory_MemFree_bytes', labels: { instance: 'db1:9100' }, partition: 'default' },
      window: { end: '2026-03-01T12:00:00.000Z', sampleCount: 2_500 },
      [field]: result,
    });
    expect({ stderr: stderr.text, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('joins the chunks of a long window to one document with the time of each row', async () => {
    const { stdout } = await get('decomposition', ...memory, '--format', 'json');
    const { decomposition } = JSON.parse(stdout.text);
    const { timesMs, trend, seasonal, residual } = decomposition;
    expect([timesMs, trend, seasonal, residual].map((values) => values.length)).toEqual(Array(4).fill(2_500));
    expect(timesMs.at(-1)).toBe(Date.parse('2026-03-01T12:00:00Z'));
    expect([trend[0], trend[1_500]]).toEqual([null, 2 * 2 ** 30 + 1_500]);
  });

  it('prints the reason of a stage without a result', async () => {
    const { stdout } = await get('forecasts', '--metric', 'node_filefd_allocated', '--format', 'json');
    expect(JSON.parse(stdout.text).forecast).toEqual({
      reason: 'constant-series',
      detail: 'all 1440 samples are 1024',
    });
  });

  it('prints one line for each series', async () => {
    const { stdout } = await get('series', '--format', 'json');
    expect(linesOf(stdout.text).map((line) => JSON.parse(line).series.metric)).toEqual(
      cannedAnalyses.map(({ series }) => series.metric),
    );
  });
});

describe('get as CSV', () => {
  it.each([
    ['series', 5],
    ['dickey-fuller', 5],
    ['decomposition', 3 * 1_440 + 2_500 + 1],
    ['hodrick-prescott', 3 * 1_440 + 2_500 + 1],
    ['autocorrelation', 4 * 32 + 1],
    ['aggregates', 5 * 2],
    ['forecasts', 4 * 2 + 1],
  ])('prints a header and every row of %s, all equally wide', async (kind, rows) => {
    const { stdout } = await get(kind, '--format', 'csv');
    const records = linesOf(stdout.text).map((line) =>
      line.replaceAll(/"(?:[^"]|"")*"/g, 'quoted').split(','),
    );
    expect(records).toHaveLength(rows + 1);
    expect(new Set(records.map((cells) => cells.length)).size).toBe(1);
    expect(records[0]!.slice(0, 4)).toEqual(['series', 'metric', 'partition', 'window_end']);
  });

  it('writes RFC 3339 times and full precision, and quotes what needs it', async () => {
    const { stdout } = await get('forecasts', '--match', 'device=~a.*', '--format', 'csv');
    expect(linesOf(stdout.text)[1]).toBe(
      '"node_filesystem_free_bytes{device=""a,\\""b\\""\\x1b[2J"",instance=""db1:9100""}",' +
        'node_filesystem_free_bytes,"a,""b""\\x1b[2J",2026-03-01T12:00:00.000Z,' +
        'holt(additive),0.95,' +
        '2026-03-01T12:01:00.000Z,2147483648,1073741824,3221225472,,',
    );
  });

  it('puts the reason of a stage without a result into columns of its own', async () => {
    const { stdout } = await get('dickey-fuller', '--metric', 'node_filefd_allocated', '--format', 'csv');
    expect(linesOf(stdout.text)[1]).toMatch(/,,,,,,,,,constant-series,all 1440 samples are 1024$/);
  });
});

describe('get as tables', () => {
  it('prints units that people read', async () => {
    const { stdout } = await get('aggregates', ...memory);
    expect(stdout.text).toContain('│  1h │   24 │ 2.00 GiB │ 1.00 GiB │ 512.00 MiB │          0.1 B │');
    expect(stdout.text).toContain('2,500 samples');
  });

  it('prints which model forecasts, why, and how it did on the past', async () => {
    const { stdout } = await get('forecasts', ...memory);
    expect(stdout.text).toContain(
      'holt(additive): selected\n' +
        'backtest from 12 past times: error 0.75, of the last value 1.5; 92.50 % within the interval, interval score 4.5\n',
    );
  });

  it('does not obey escape sequences in labels', async () => {
    const { stdout } = await get('decomposition', '--match', 'device=~a.*');
    expect(stdout.text).toContain('\\x1b[2J');
    expect(stdout.text).not.toContain('\u001b');
  });

  it('prints all rows of long columns', async () => {
    const { stdout } = await get('hodrick-prescott', ...memory);
    expect(linesOf(stdout.text).filter((line) => line.startsWith('│ 20'))).toHaveLength(2_500);
  });

  it('says that nothing matches', async () => {
    const { stdout, stderr, exitCode } = await get('series', ...memory, '--partition', 'nothing');
    expect([stdout.text, stderr.text, exitCode]).toEqual(['no analysed series matches\n', '', 0]);
  });
});

describe('get of a metric that is not there', () => {
  it.each(['table', 'json', 'csv'])(
    'names what there is, the nearest first, and exits with 1 (%s)',
    async (format) => {
      const { stderr, exitCode } = await get('forecasts', '--metric', 'node_load15', '--format', format);
      expect([stderr.text, exitCode]).toEqual([
        'forewarn: no series of node_load15 has been analysed; there are: node_load1, node_filefd_allocated, ' +
          'node_memory_MemFree_bytes, node_filesystem_free_bytes\n',
        1,
      ]);
    },
  );

  it('names ten of many, and how many more there are', async () => {
    const [one] = cannedAnalyses;
    const analyses = Array.from({ length: 25 }, (_, at) => ({
      ...one!,
      series: { metric: `metric_${String(at).padStart(2, '0')}`, labels: {} },
    }));
    const many = await startRetrievalServer(analyses);
    const { stderr } = await run('get', 'series', '--metric', 'metric_244', '--address', many.address);
    many.close();
    expect(stderr.text).toMatch(/there are: metric_24, (metric_\d\d, ){8}metric_\d\d and 15 more\n$/);
  });

  it('says that there is none at all', async () => {
    const none = await startRetrievalServer([]);
    const { stderr, exitCode } = await run('get', 'series', '--metric', 'up', '--address', none.address);
    none.close();
    expect([stderr.text, exitCode]).toEqual([
      'forewarn: no series of up has been analysed, and none of any other metric\n',
      1,
    ]);
  });
});

describe('the selection of get', () => {
  it('passes metric, partition, every condition and the time range on', async () => {
    await get(
      ...['series', '--metric', 'm', '--partition', 'p', '--match', 'a=b', '--match', 'c!~"d.*"'],
      ...['--start', '2026-03-01T12:00:00Z', '--end', '2026-03-01T14:00:00+01:00'],
    );
    expect(server.queries.findLast(({ metric }) => metric === 'm')).toEqual({
      metric: 'm',
      partition: 'p',
      matchers: [
        { name: 'a', operator: '=', value: 'b' },
        { name: 'c', operator: '!~', value: 'd.*' },
      ],
      startMs: Date.UTC(2026, 2, 1, 12),
      endMs: Date.UTC(2026, 2, 1, 13),
    });
  });

  it('takes the address from the environment, but rather from the flag', async () => {
    const io = createTestIo({ env: { RETRIEVAL_ADDRESS: server.address } });
    await runIn(io, 'get', 'series', '--format', 'json');
    expect(linesOf(io.stdout.text)).toHaveLength(5);
    const other = createTestIo({ env: { RETRIEVAL_ADDRESS: '127.0.0.1:1' } });
    await runIn(other, 'get', 'series', '--format', 'json', '--address', server.address);
    expect(other.exitCode).toBe(0);
  });
});

describe('get in trouble', () => {
  it.each([
    ['an unknown kind', ['get', 'nothing'], /unknown command/],
    ['no kind', ['get'], /Usage/],
    ['an unknown flag', ['get', 'series', '--nothing'], /unknown option/],
    ['a condition without a sign', ['get', 'series', '--match', 'device'], /label=value/],
    ['a broken pattern', ['get', 'series', '--match', 'device=~('], /regular expression/],
    ['a time that is none', ['get', 'series', '--start', 'noon'], /RFC 3339/],
    [
      'a range that ends before it begins',
      ['get', 'series', '--start', '2026-03-02T00:00:00Z', '--end', '2026-03-01T00:00:00Z'],
      /exchange them/,
    ],
    ['an unknown format', ['get', 'series', '--format', 'xml'], /table, json, csv/],
    ['an address that is none', ['get', 'series', '--address', 'here'], /127\.0\.0\.1:50051/],
  ])('exits with 2 for %s', async (_, words, message) => {
    const { stdout, stderr, exitCode } = await run(...words);
    expect([stdout.text, exitCode]).toEqual(['', 2]);
    expect(stderr.text).toMatch(message);
  });

  it('exits with 0 after help', async () => {
    const { stdout, exitCode } = await run('get', 'forecasts', '--help');
    expect(exitCode).toBe(0);
    expect(stdout.text).toContain('--match <condition>');
  });

  it.each(['series', 'dickey-fuller'])(
    'exits with 1 and one clear line when the server is unavailable (%s)',
    async (kind) => {
      const { stdout, stderr, exitCode } = await run('get', kind, '--address', '127.0.0.1:1');
      expect([stdout.text, exitCode]).toEqual(['', 1]);
      expect(stderr.text).toMatch(/^forewarn: .*127\.0\.0\.1:1 cannot be reached.*npm start.*\n$/);
    },
  );

  it('says that something else listens at the address', async () => {
    const web = await startSlaServer({});
    const { stderr, exitCode } = await run('get', 'series', '--address', new URL(web.url).host);
    web.close();
    expect(exitCode).toBe(1);
    expect(stderr.text).toContain('does not speak gRPC');
  });

  it('exits with 1 for a setting that cannot be used', async () => {
    const io = await runIn(createTestIo({ env: { RETRIEVAL_ADDRESS: 'nowhere' } }), 'get', 'series');
    expect(io.exitCode).toBe(1);
    expect(io.stderr.text).toContain('RETRIEVAL_ADDRESS');
  });

  it.each(['series', 'dickey-fuller'])('gives up on a server that does not answer (%s)', async (kind) => {
    const silent = await startRetrievalServer([], (handlers) => ({
      ...handlers,
      ListSeries: () => {},
      GetDickeyFuller: () => {},
    }));
    const io = await run('get', kind, '--address', silent.address, '--timeout', '50ms');
    silent.close();
    expect(io.exitCode).toBe(1);
    expect(io.stderr.text).toContain('did not answer in time');
  });
});
