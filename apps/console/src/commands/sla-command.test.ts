import type { PredictionsDocument } from '@forewarn/contracts/rest';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { cannedSlas } from '../testing/canned-slas.js';
import { run, runIn } from '../testing/run.js';
import { type StartedSlaServer, startSlaServer } from '../testing/start-sla-server.js';
import { createTestIo } from '../testing/test-io.js';

let server: StartedSlaServer;
beforeAll(async () => {
  server = await startSlaServer(cannedSlas);
});
afterAll(() => server.close());

const sla = (...words: string[]) => run('sla', ...words, '--url', server.url);

describe('sla', () => {
  it.each([
    ['list', '≥ 1.00 GiB'],
    ['list', '1/s to 5/s'],
    ['violations', '2 minutes in violation (2m), 2026-03-01 00:00:00 to 2026-03-01 12:00:00 UTC'],
    ['violations', '512.00 MiB (min)'],
    ['predictions', 'the next 10m'],
    ['predictions', '│ node_memory_MemAvailable_bytes{instance="db2:9100"} │'],
    ['predictions', '256.00 MiB to 1.50 GiB'],
    ['predictions', 'none: no-forecast (the series was never analysed)'],
  ])('prints %s for people: %s', async (kind, text) => {
    const { stdout, stderr, exitCode } = await sla(kind);
    expect(stdout.text).toContain(text);
    expect({ stderr: stderr.text, exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it.each([
    ['list', ['checkout-host,The host of the checkout,absent,node_nothing_total,1,5,0.99,12h']],
    ['status', ['checkout-host,absent,,,insufficient-data,no-such-series,,,1,5,,,0.99,,']],
    [
      'violations',
      [
        'checkout-host,free memory,"node_memory_MemAvailable_bytes{instance=""db1:9100""}",default,2026-03-01T03:01:00.000Z,536870912,min',
      ],
    ],
    [
      'predictions',
      [
        'checkout-host,free memory,"node_memory_MemAvailable_bytes{instance=""db2:9100""}",default,,,,,,no-forecast,the series was never analysed',
      ],
    ],
  ])('prints %s as CSV, all rows equally wide', async (kind, wanted) => {
    const { stdout } = await sla(kind, '--format', 'csv');
    const lines = stdout.text.trimEnd().split('\n');
    expect(lines).toEqual(expect.arrayContaining(wanted));
    const widths = lines.map((line) => line.replaceAll(/"(?:[^"]|"")*"/g, 'quoted').split(',').length);
    expect(new Set(widths).size).toBe(1);
  });

  it('prints of what is violated now that it is, and what has ended last, with no future', async () => {
    const predictions = cannedSlas['/api/v1/slas/checkout-host/predictions'] as PredictionsDocument;
    const [objective] = predictions.objectives;
    const [first] = objective!.series;
    const current = { timestamp: predictions.evaluatedAt, value: 1, bound: 'min' as const };
    const series = [
      { ...first!, series: 'm{pod="old"}', current: null, ended: true as const },
      { ...first!, series: 'm{pod="new"}', current },
    ];
    const begun = await startSlaServer({
      '/api/v1/slas/checkout-host/predictions': { ...predictions, objectives: [{ ...objective!, series }] },
    });
    onTestFinished(() => begun.close());
    const { stdout } = await run('sla', 'predictions', 'checkout-host', '--url', begun.url);
    const cells = stdout.text.split('\n').filter((line) => line.includes('pod='));
    expect(cells[0]).toMatch(/new.*256\.00 MiB.*│ min violated now +│$/);
    expect(cells[1]).toMatch(/old.*│ +– │ +– │ +– │ +– │ ended +│$/);
    expect(stdout.text).not.toContain('violation of');
  });

  it('passes JSON through as the server says it, one SLA a line', async () => {
    const { stdout } = await sla('status', 'checkout-host', '--format', 'json');
    expect(stdout.text.trimEnd().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout.text)).toEqual(cannedSlas['/api/v1/slas/checkout-host/status']);
  });

  it('passes the window and the horizon on as typed', async () => {
    await sla('violations', 'checkout-host', '--window', '3h');
    expect(server.paths.at(-1)).toBe('/api/v1/slas/checkout-host/violations?window=3h');
    await sla('predictions', 'checkout-host', '--horizon', '5m');
    expect(server.paths.at(-1)).toBe('/api/v1/slas/checkout-host/predictions?horizon=5m');
  });

  it('says that there is no SLA', async () => {
    const empty = await startSlaServer({ '/api/v1/slas': { slas: [] } });
    const { stdout, exitCode } = await run('sla', 'status', '--url', empty.url);
    empty.close();
    expect(stdout.text).toBe(
      'no SLA is defined yet: create one with `forewarn sla create`, or POST /api/v1/slas\n',
    );
    expect(exitCode).toBe(0);
  });
});

describe('sla in trouble', () => {
  it('repeats what the server says of an unknown SLA', async () => {
    const { stderr, exitCode } = await sla('violations', 'no/such');
    expect([stderr.text, exitCode]).toEqual([
      'forewarn: there is no SLA at /api/v1/slas/no%2Fsuch/violations\n',
      1,
    ]);
  });

  it.each([
    ['a window that is none', ['violations', '--window', '5 hours']],
    ['a horizon that is none', ['predictions', '--horizon', 'soon']],
    ['an address that is none', ['list', '--url', 'ftp://x']],
    ['a flag of another question', ['status', '--window', '3h']],
  ])('exits with 2 for %s', async (_, words) => {
    const { stdout, exitCode } = await run('sla', ...words);
    expect([stdout.text, exitCode]).toEqual(['', 2]);
  });

  it.each([
    ['is unavailable', 'http://127.0.0.1:1', /cannot be reached \(.*npm start.*--url or SLA_URL\n$/],
    ['is no web server', 'http://127.0.0.1:1/with/path', /cannot be reached/],
  ])('says so when the server %s', async (_, url, message) => {
    const io = await runIn(createTestIo({ env: { SLA_URL: url } }), 'sla', 'list');
    expect(io.exitCode).toBe(1);
    expect(io.stderr.text).toMatch(message);
  });

  it.each([
    ['something that is not JSON', '<html>'],
    ['something of another shape', { slas: [{ name: 1 }] }],
  ])('says so when the server answers %s', async (_, document) => {
    const other = await startSlaServer({ '/api/v1/slas': document });
    const { stderr, exitCode } = await run('sla', 'list', '--url', other.url);
    other.close();
    expect(exitCode).toBe(1);
    expect(stderr.text).toContain('is no SLA manager of this version');
  });

  it('gives up on a server that does not answer', async () => {
    const silent = await startSlaServer({ '/api/v1/slas': undefined });
    const { stderr, exitCode } = await run('sla', 'list', '--url', silent.url, '--timeout', '50ms');
    silent.close();
    expect(exitCode).toBe(1);
    expect(stderr.text).toContain('did not answer in time');
  });
});
