import { afterEach, describe, expect, it } from 'vitest';
import { cannedHistories, cannedHistory, cannedVerdict } from '../testing/canned-histories.js';
import { cannedSlas } from '../testing/canned-slas.js';
import { run, runIn } from '../testing/run.js';
import { type StartedSlaServer, startSlaServer } from '../testing/start-sla-server.js';
import { createTestIo } from '../testing/test-io.js';

let server: StartedSlaServer;
afterEach(() => server.close());

const memoryPath = '/api/v1/slas/checkout-host/objectives/free%20memory/history';

async function history(documents: Readonly<Record<string, unknown>>, ...words: string[]) {
  server = await startSlaServer({ ...cannedSlas, ...cannedHistories, ...documents });
  return run('sla', 'history', 'checkout-host', '--url', server.url, ...words);
}

describe('sla history', () => {
  it('prints how all objectives stood, a row for all minutes in which one stood the same', async () => {
    const { stdout, stderr, exitCode } = await history({});
    expect([stderr.text, exitCode]).toEqual(['', 0]);
    expect(stdout.text).toBe(`checkout-host
2026-03-01 11:00:00 to 2026-03-01 12:00:30 UTC

objective    from (UTC)      to  lasted  state                    held ≥  risk ≤
free memory  03-01 11:58  12:00      2m  violated                98.00 %  > 99 %
free memory  03-01 11:57  11:58      1m  at-risk                100.00 %    63 %
free memory  03-01 11:55  11:57      2m  no verdict                    –       –
free memory  03-01 11:53  11:55      2m  ok                     100.00 %     0 %
absent       03-01 11:59  12:00      1m  insufficient-data:            –       –
                                         no-such-series
`);
  });

  it('names the objective above the table where it is one', async () => {
    const { stdout } = await history({}, '--objective', 'absent');
    expect(stdout.text).toBe(`checkout-host / absent
2026-03-01 11:00:00 to 2026-03-01 12:00:30 UTC

from (UTC)      to  lasted  state                              held ≥  risk ≤
03-01 11:59  12:00      1m  insufficient-data: no-such-series       –       –
`);
  });

  it('fits 80 columns, whatever the objectives and reasons are called and however long a run is', async () => {
    const reason = 'window-longer-than-history';
    const long = Array.from({ length: 20_000 }, (_, at) =>
      cannedVerdict(at, { state: 'insufficient-data', reason, violationProbability: 0.999 }),
    );
    const name = 'an objective of a long name';
    const sla = cannedSlas['/api/v1/slas/checkout-host'];
    const objectives = sla.objectives.map((each) => ({ ...each, name }));
    const path = `/api/v1/slas/checkout-host/objectives/${encodeURIComponent(name)}/history`;
    const { stdout } = await history({
      '/api/v1/slas/checkout-host': { ...sla, objectives },
      [path]: cannedHistory(name, long),
    });
    expect(stdout.text).toContain(' 02-15 14:40  03-01 12:00  13d21h  ');
    for (const line of stdout.text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('says of an objective on which there is no verdict that there is none', async () => {
    const { stdout } = await history({ [memoryPath]: cannedHistory('free memory', []) });
    expect(stdout.text).toMatch(/\nfree memory +– +– +– {2}no verdict +– +–\n/);
  });

  it('is coloured at a terminal, and plain with NO_COLOR', async () => {
    await history({});
    const words = ['sla', 'history', 'checkout-host', '--url', server.url];
    const coloured = await runIn(createTestIo({ isTTY: true }), ...words);
    expect(coloured.stdout.text).toContain('\u001b[31mviolated');
    const plain = await runIn(createTestIo({ isTTY: true, env: { NO_COLOR: '1' } }), ...words);
    expect(plain.stdout.text).not.toContain('\u001b');
  });

  it('prints JSON as the server says it, one objective a line', async () => {
    const { stdout } = await history({}, '--format', 'json');
    const lines = stdout.text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(Object.values(cannedHistories));
  });

  it('prints CSV with a record a verdict', async () => {
    const { stdout } = await history({}, '--format', 'csv');
    const lines = stdout.text.trimEnd().split('\n');
    expect(lines).toHaveLength(7);
    expect(lines[0]).toBe(
      'sla,objective,minute_end,evaluated_at,state,reason,target_met,compliance,error_budget_remaining,' +
        'violation_probability,first_violation,series,violated_series',
    );
    expect(lines).toContain(
      'checkout-host,free memory,2026-03-01T11:58:00.000Z,2026-03-01T11:58:15.000Z,at-risk,,true,1,1,0.63,2026-03-01T12:00:00.000Z,1,0',
    );
    expect(lines.at(-1)).toMatch(/,insufficient-data,no-such-series,,,,,,0,0$/);
  });

  it('passes the window on as typed, and asks for pages as long as they may be', async () => {
    await history({}, '--objective', 'free memory', '--window', '3h');
    expect(server.paths).toEqual([`${memoryPath}?window=3h&limit=1440`]);
  });

  it('says on standard error what was not read', async () => {
    const endless = {
      ...cannedHistory('free memory', [cannedVerdict(0)]),
      next: cannedVerdict(0).minuteEnd,
    };
    const { stdout, stderr, exitCode } = await history(
      { [memoryPath]: endless },
      ...['--objective', 'free memory', '--format', 'csv'],
    );
    expect(server.paths).toHaveLength(50);
    expect([stderr.text, exitCode]).toEqual([
      'forewarn: of free memory only the newest 50 verdicts were read: ask for a shorter --window\n',
      0,
    ]);
    expect(stdout.text.trimEnd().split('\n')).toHaveLength(51);
  });
});

describe('sla history in trouble', () => {
  it('repeats what the server says of an objective that there is not', async () => {
    const { stdout, stderr, exitCode } = await history({}, '--objective', 'a/b');
    expect([stdout.text, stderr.text, exitCode]).toEqual([
      '',
      'forewarn: there is no SLA at /api/v1/slas/checkout-host/objectives/a%2Fb/history\n',
      1,
    ]);
  });

  it.each([
    ['no SLA', []],
    ['a window that is none', ['checkout-host', '--window', '5 hours']],
  ])('exits with 2 for %s', async (_, words) => {
    server = await startSlaServer({});
    const { stdout, exitCode } = await run('sla', 'history', ...words, '--url', server.url);
    expect([stdout.text, exitCode, server.paths]).toEqual(['', 2, []]);
  });
});
