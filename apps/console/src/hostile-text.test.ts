import type { Analysis } from '@forewarn/analysis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cannedAnalyses } from './testing/canned-analyses.js';
import { cannedHistories } from './testing/canned-histories.js';
import { cannedSlas } from './testing/canned-slas.js';
import { run, runMenu } from './testing/run.js';
import { type StartedRetrieval, startRetrievalServer } from './testing/start-retrieval-server.js';
import { type StartedSlaServer, startSlaServer } from './testing/start-sla-server.js';

/** One of each that a terminal obeys or hides: C0, DEL, C1, direction, no width, invisible letters, separators. */
const hostile = 'x\u001b[2J\u0007\r\u007f\u009b31m\u202e\u2066\u200b\u2060\ufeff\u{e0041}\u2028y';

/** Everything that ends an output well: letters, colours apart, and line ends. */
const harmless = /^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u;

/** The document with hostile text behind each text of `fields`, wherever it stands. */
function spoilt(document: unknown, fields: ReadonlySet<string>): unknown {
  const text = JSON.stringify(document, (key, value) =>
    fields.has(key) && typeof value === 'string' ? `${value}${hostile}` : value,
  );
  return JSON.parse(text);
}

const slaFields = new Set([
  'name',
  'description',
  'objective',
  'indicator',
  'series',
  'partition',
  'detail',
  'reason',
  'model',
]);

const analyses: readonly Analysis[] = cannedAnalyses.slice(0, 2).map((analysis) => ({
  ...analysis,
  series: { metric: analysis.series.metric, labels: { ...analysis.series.labels, note: hostile } },
  partition: hostile,
}));

let retrieval: StartedRetrieval;
let slas: StartedSlaServer;
beforeAll(async () => {
  retrieval = await startRetrievalServer(analyses);
  const documents = Object.entries({ ...cannedSlas, ...cannedHistories }).map(([path, document]) => [
    path,
    spoilt(document, slaFields),
  ]);
  slas = await startSlaServer({
    ...Object.fromEntries(documents),
    '/api/v1/slas': cannedSlas['/api/v1/slas'],
    '/api/v1/slas/strange': hostile,
  });
});
afterAll(() => {
  retrieval.close();
  slas.close();
});

const expectHarmless = ({ stdout, stderr }: { stdout: { text: string }; stderr: { text: string } }) => {
  for (const line of `${stdout.text}${stderr.text}`.split('\n')) expect(line).toMatch(harmless);
};

describe('text from elsewhere in what is printed', () => {
  const kinds = [
    'series',
    'dickey-fuller',
    'decomposition',
    'hodrick-prescott',
    'autocorrelation',
    'aggregates',
    'forecasts',
  ];
  const formats = ['table', 'json', 'csv'];

  it.each(kinds.flatMap((kind) => formats.map((format) => [kind, format])))(
    'is harmless in get %s as %s',
    async (kind, format) => {
      const io = await run('get', kind!, '--format', format!, '--address', retrieval.address);
      expect([io.exitCode, io.stderr.text]).toEqual([0, '']);
      expect(io.stdout.text).toContain('[2J');
      expectHarmless(io);
    },
  );

  it.each(
    ['list', 'status', 'violations', 'predictions'].flatMap((kind) =>
      formats.map((format) => [kind, format]),
    ),
  )('is harmless in sla %s as %s', async (kind, format) => {
    const io = await run('sla', kind!, 'checkout-host', '--format', format!, '--url', slas.url);
    expect(io.stderr.text).toBe('');
    expect(io.stdout.text).toContain('[2J');
    expectHarmless(io);
  });

  it.each(formats)('is harmless in sla history as %s', async (format) => {
    const words = ['checkout-host', '--objective', 'absent', '--format', format];
    const io = await run('sla', 'history', ...words, '--url', slas.url);
    expect([io.exitCode, io.stderr.text]).toEqual([0, '']);
    expect(io.stdout.text).toContain('[2J');
    expectHarmless(io);
  });

  it('stays exact in JSON', async () => {
    const { stdout } = await run('get', 'series', '--format', 'json', '--address', retrieval.address);
    expect(JSON.parse(stdout.text.split('\n')[0]!).series.labels.note).toBe(hostile);
  });

  it('is harmless in the menu, its choices and its commands to paste', async () => {
    const io = await runMenu(
      '3\n5\n10\n0\n8\n7\n',
      '--rows',
      '2',
      '--address',
      retrieval.address,
      '--url',
      slas.url,
    );
    expect(io.stdout.text).toContain('npx forewarn get hodrick-prescott');
    expectHarmless(io);
  });

  it.each([
    ['an answer that is none', ['sla', 'list', 'strange']],
    ['the refusal of a server', ['sla', 'list', hostile]],
    ['an unknown flag', ['sla', 'list', `--${hostile}`]],
    ['an unknown command', [hostile]],
    ['a value that is none', ['get', 'series', '--match', hostile]],
    ['an address that is none', ['get', 'series', '--address', hostile]],
  ])('is harmless in what is said of %s', async (_, words) => {
    const io = await run(...words, ...(words[1] === 'list' ? ['--url', slas.url] : []));
    expect(io.stderr.text).toMatch(/\w/);
    expectHarmless(io);
  });
});
