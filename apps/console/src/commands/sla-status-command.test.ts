import { afterEach, describe, expect, it } from 'vitest';
import { cannedSlas } from '../testing/canned-slas.js';
import { run, runIn } from '../testing/run.js';
import { type StartedSlaServer, startSlaServer } from '../testing/start-sla-server.js';
import { createTestIo } from '../testing/test-io.js';

const canned = cannedSlas['/api/v1/slas/checkout-host/status'] as unknown as {
  readonly objectives: readonly { readonly series: readonly object[] }[];
};
type State = 'violated' | 'at-risk' | 'insufficient-data' | 'ok';

/** The status of an SLA with one objective in a state. */
function statusOf(name: string, state: State): object {
  const [objective] = canned.objectives;
  const current = {
    timestamp: '2026-03-01T11:59:00.000Z',
    value: 2 ** 29,
    bound: state === 'violated' ? 'min' : null,
  };
  const series = [{ ...objective!.series[0], state, current }];
  return { ...canned, name, state, objectives: [{ ...objective, name, state, series }] };
}

let server: StartedSlaServer;
afterEach(() => server.close());

/** Serves one SLA for each state, named after it; undefined answers that there is none. */
async function serve(states: readonly (State | undefined)[]): Promise<string> {
  const names = states.map((state, at) => `${state ?? 'gone'}-${at}`);
  const list = names.map((name) => ({ name, description: '', objectives: [] }));
  const documents = states.flatMap((state, at) =>
    state ? [[`/api/v1/slas/${names[at]}/status`, statusOf(names[at]!, state)]] : [],
  );
  server = await startSlaServer({ '/api/v1/slas': { slas: list }, ...Object.fromEntries(documents) });
  return server.url;
}

const status = async (states: readonly (State | undefined)[], ...words: string[]) =>
  run('sla', 'status', '--url', await serve(states), ...words);

describe('the exit code of sla status', () => {
  it.each<[string, (State | undefined)[], string[], number]>([
    ['0 when all is well', ['ok', 'ok'], [], 0],
    ['0 when there is no SLA', [], [], 0],
    ['0 for what is at risk or unknown, unless asked', ['at-risk', 'insufficient-data'], [], 0],
    ['1 when anything is violated', ['ok', 'violated'], [], 1],
    ['1 for what is at risk, when asked', ['at-risk'], ['--fail-on', 'at-risk'], 1],
    [
      '1 for what is unknown, when asked',
      ['insufficient-data'],
      ['--fail-on', 'at-risk,insufficient-data'],
      1,
    ],
    ['1 for a violation, whatever is asked', ['violated'], ['--fail-on', 'at-risk'], 1],
    ['2 when one SLA could not be told', ['ok', undefined], [], 2],
    ['1 when one is violated and one could not be told', ['violated', undefined], [], 1],
  ])('is %s', async (_, states, words, wanted) => {
    for (const format of ['table', 'json', 'csv'])
      expect((await status(states, '--format', format, ...words)).exitCode, format).toBe(wanted);
  });

  it('is 2 when nobody answers', async () => {
    await serve([]);
    const { stdout, stderr, exitCode } = await run('sla', 'status', '--url', 'http://127.0.0.1:1');
    expect([stdout.text, exitCode]).toEqual(['', 2]);
    expect(stderr.text).toMatch(/cannot be reached/);
  });

  it('is 2 for an SLA that is not there', async () => {
    await serve([]);
    const { stdout, stderr, exitCode } = await run('sla', 'status', 'no/such', '--url', server.url);
    expect([stdout.text, exitCode]).toEqual(['', 2]);
    expect(stderr.text).toContain('there is no SLA at');
  });

  it('is 2 for a state that is none', async () => {
    expect((await status([], '--fail-on', 'bad')).exitCode).toBe(2);
  });
});

describe('the table of sla status', () => {
  it('shows the worst first, in 80 columns, and counts', async () => {
    const { stdout } = await status(['ok', 'insufficient-data', 'violated', 'at-risk', 'ok']);
    const lines = stdout.text.trimEnd().split('\n');
    const states = lines.flatMap((line) => /^(violated|at-risk|insufficient-data|ok) /.exec(line)?.[1] ?? []);
    expect(states).toEqual(['violated', 'at-risk', 'insufficient-data', 'ok', 'ok']);
    expect(lines.at(-1)).toBe('1 violated, 1 at-risk, 1 insufficient-data, 2 ok');
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout.text).not.toContain('\u001b');
  });

  it('says of what is violated that it is, and not when it will be', async () => {
    const { stdout } = await status(['violated']);
    expect(stdout.text).toContain('min violated now');
    expect(stdout.text).not.toContain('violation of');
  });

  it('shows a series that ended apart, which alarms nobody', async () => {
    const [objective] = canned.objectives;
    const [live] = objective!.series;
    const series = [
      { ...live, state: 'ok' },
      {
        ...live,
        series: 'node_memory_MemAvailable_bytes{instance="old"}',
        state: 'insufficient-data',
        reason: { reason: 'ended', detail: 'the series ended' },
        current: null,
      },
    ];
    const replaced = { ...canned, state: 'ok', objectives: [{ ...objective, state: 'ok', series }] };
    server = await startSlaServer({ '/api/v1/slas/checkout-host/status': replaced });
    const words = ['--url', server.url, '--fail-on', 'insufficient-data'];
    const { stdout, exitCode } = await run('sla', 'status', 'checkout-host', ...words);
    expect(stdout.text).toMatch(/^ended /m);
    expect(stdout.text).toMatch(/\n1 ok, 1 ended\n$/);
    expect(exitCode).toBe(0);
  });

  it('wraps long names and reasons', async () => {
    server = await startSlaServer(cannedSlas);
    const { stdout } = await run('sla', 'status', '--url', server.url);
    for (const line of stdout.text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stdout.text).toContain(
      'at-risk            checkout-host   1.25 GiB  ≥ 1.00 GiB  99.50 %  violation of',
    );
    expect(stdout.text).toMatch(/\n +\/ free memory +min in 7m\n/);
  });

  it('is coloured at a terminal, and plain with NO_COLOR', async () => {
    const url = await serve(['violated', 'ok']);
    const coloured = await runIn(createTestIo({ isTTY: true }), 'sla', 'status', '--url', url);
    expect(coloured.stdout.text).toContain('\u001b[31mviolated\u001b[39m');
    const plain = await runIn(
      createTestIo({ isTTY: true, env: { NO_COLOR: '1' } }),
      'sla',
      'status',
      '--url',
      url,
    );
    expect(plain.stdout.text).not.toContain('\u001b');
  });
});

describe('sla status --watch', () => {
  const watch = async (isTTY: boolean, env = {}) => {
    const url = await serve(['violated']);
    const io = createTestIo({ isTTY, env });
    const running = runIn(io, 'sla', 'status', '--watch', '1s', '--url', url);
    await io.stdout.until('1 violated', 2);
    io.signals.emit('SIGINT');
    await running;
    return io;
  };

  it('draws in place on a terminal, and ends cleanly on Ctrl-C', async () => {
    const io = await watch(true);
    expect(io.stdout.text.split('\u001b[H\u001b[J')).toHaveLength(3);
    expect([io.exitCode, io.stderr.text, io.signals.listenerCount('SIGINT')]).toEqual([0, '', 0]);
  });

  it('writes plain blocks under their time in a pipe', async () => {
    const io = await watch(false);
    expect(io.stdout.text).not.toContain('\u001b');
    expect(io.stdout.text.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$/gm)).toHaveLength(2);
  });

  it('goes on when the server is away for a while', async () => {
    await serve([]);
    const io = createTestIo();
    const running = runIn(io, 'sla', 'status', '--watch', '1s', '--url', 'http://127.0.0.1:1');
    await io.stdout.until('cannot be reached', 2);
    io.signals.emit('SIGINT');
    await running;
    expect(io.exitCode).toBe(0);
  });

  it('refuses an interval that is none', async () => {
    expect((await status([], '--watch', '10ms')).exitCode).toBe(2);
  });
});
