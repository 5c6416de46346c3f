import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cannedAnalyses } from '../testing/canned-analyses.js';
import { cannedSlas } from '../testing/canned-slas.js';
import { runIn, runMenu } from '../testing/run.js';
import { type StartedRetrieval, startRetrievalServer } from '../testing/start-retrieval-server.js';
import { type StartedSlaServer, startSlaServer } from '../testing/start-sla-server.js';
import { createTestIo } from '../testing/test-io.js';

let retrieval: StartedRetrieval;
let slas: StartedSlaServer;
beforeAll(async () => {
  retrieval = await startRetrievalServer(cannedAnalyses);
  slas = await startSlaServer(cannedSlas);
});
afterAll(() => {
  retrieval.close();
  slas.close();
});

const flags = () => ['--address', retrieval.address, '--url', slas.url];
const piped = (choices: string, ...words: string[]) => runMenu(choices, ...flags(), ...words);
const sections = [
  'Augmented Dickey–Fuller',
  'Decomposition',
  'Hodrick–Prescott',
  'Autocorrelation',
  'Aggregates',
  'Forecast',
];

describe('the menu with choices piped in', () => {
  it('prints everything about the chosen metric and leaves', async () => {
    const { stdout, stderr, exitCode } = await piped('1\n7\n');
    expect({ stderr: stderr.text, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    for (const section of sections) expect(stdout.text).toContain(`\n${section}\n`);
    expect(stdout.text).toContain('Your choice: 1\n');
    expect(stdout.text.trimEnd()).toMatch(/Your choice: 7\n\nGood-bye\.$/);
    expect(stdout.text).not.toContain('\u001b');
  });

  it('shows the last rows of long columns, how many there are, and how to get them', async () => {
    const { stdout } = await piped('1\n7\n', '--rows', '3');
    expect(stdout.text).toContain(
      'rows 2,468 to 2,470 of 2,500, the last that the moving average reaches; all of them: ' +
        'npx forewarn get decomposition --metric node_memory_MemFree_bytes --partition default\n',
    );
    expect(stdout.text).toContain(
      'rows 2,498 to 2,500 of 2,500; all of them: npx forewarn get hodrick-prescott',
    );
  });

  it('prints every partition of the metric', async () => {
    const { stdout } = await piped('3\n7\n');
    expect(stdout.text).toContain('partition /dev/sda1\n');
    expect(stdout.text).toContain('partition a,"b"\\x1b[2J\n');
  });

  it('prints the reason where a stage has no result', async () => {
    const { stdout } = await piped('5\n7\n');
    const reason = 'no result: constant-series (all 1440 samples are 1024)\n';
    expect(stdout.text.split(reason)).toHaveLength(6);
    expect(stdout.text).toContain('1,024');
  });

  it('says that a metric was not analysed', async () => {
    const { stdout } = await piped('2\n7\n');
    expect(stdout.text).toContain('no series of node_memory_MemAvailable_bytes has been analysed yet');
  });

  it('prints all metrics, also those that only the server knows', async () => {
    const { stdout } = await piped('6\n7\n');
    for (const { series } of cannedAnalyses) expect(stdout.text).toContain(`\n${series.metric}{`);
  });

  it('offers the other metrics of the server', async () => {
    const { stdout } = await piped('10\n1\n7\n');
    expect(stdout.text).toContain('   1  node_load1\n');
    expect(stdout.text).toContain('\nnode_load1{instance="db1:9100"}');
  });

  it('goes back from the other metrics', async () => {
    const { stdout } = await piped('10\n0\n7\n');
    expect(stdout.text).not.toContain('node_load1{');
    expect(stdout.text).toContain('Good-bye.');
  });

  it('prints the states and predictions of the SLAs', async () => {
    const { stdout } = await piped('8\n9\n7\n');
    expect(stdout.text).toContain('at-risk');
    expect(stdout.text).toContain('checkout-host: the next 10m');
  });

  it.each(['0', '11', 'one', '', '-1', '1.5', '99999999'])(
    'says what is allowed after "%s"',
    async (answer) => {
      const { stdout } = await piped(`${answer}\n7\n`);
      expect(stdout.text).toContain('Type a number from 1 to 10 (7 leaves).\nYour choice: 7\n');
    },
  );

  it('leaves at the end of the input', async () => {
    const { stdout, exitCode } = await piped('');
    expect(stdout.text).toContain('Good-bye.');
    expect(exitCode).toBe(0);
  });

  it('reads a last line that is not ended', async () => {
    const { stdout } = await piped('8');
    expect(stdout.text).toContain('1 at-risk, 1 insufficient-data');
  });

  it('lives on when the servers are unavailable, says so once each, and lets the script know', async () => {
    const { stdout, stderr, exitCode } = await runMenu(
      '1\n8\n7\n',
      ...['--address', '127.0.0.1:1', '--url', 'http://127.0.0.1:1'],
    );
    expect(stderr.text.split('\n')).toEqual([
      expect.stringMatching(
        /^forewarn: the retrieval service at 127\.0\.0\.1:1 cannot be reached .*npm start/,
      ),
      expect.stringMatching(
        /^forewarn: the SLA manager at http:\/\/127\.0\.0\.1:1 cannot be reached .*npm start/,
      ),
      '',
    ]);
    expect(stdout.text).toContain('Good-bye.');
    expect(exitCode).toBe(1);
  });
});

describe('the menu at a terminal', () => {
  const atTerminal = async (use: (io: ReturnType<typeof createTestIo>) => Promise<void>, env = {}) => {
    const io = createTestIo({ isTTY: true, env });
    const running = runIn(io, 'console', ...flags());
    await use(io);
    await running;
    return io;
  };

  it('takes a typed number', async () => {
    const io = await atTerminal(async ({ stdin, stdout }) => {
      await stdout.until('Your choice:');
      stdin.write('5\r');
      await stdout.until('Forewarn retrieval console', 2);
      await stdout.until('Your choice:', 3);
      stdin.write('7\r');
    });
    expect(io.stdout.text).toContain('no result: constant-series');
    expect(io.stdout.text).toContain('\u001b[1mForecast\n\u001b[22m');
    expect(io.stdout.text).toContain('Good-bye.');
    expect(io.exitCode).toBe(0);
  });

  const down = '\u001b[B';
  const up = '\u001b[A';

  it('is walked through with the arrow keys', async () => {
    const io = await atTerminal(async ({ stdin, stdout }) => {
      await stdout.until('Your choice:');
      stdin.write(`${down.repeat(5) + up}\r`);
      await stdout.until('no result: constant-series');
      await stdout.until('Forewarn retrieval console', 2);
      await stdout.until('another metric of the server', 2);
      stdin.write(`${down.repeat(6)}\r`);
    });
    expect(io.stdout.text).toContain('Good-bye.');
  });

  it('takes a number for itself, wherever the arrow keys stand', async () => {
    const io = await atTerminal(async ({ stdin, stdout }) => {
      await stdout.until('Your choice:');
      stdin.write(`${up}1\r`);
      await stdout.until('2,500 samples');
      await stdout.until('another metric of the server', 3);
      stdin.write('exit\r');
    });
    expect(io.stdout.text).not.toContain('Which metric:');
    expect(io.stdout.text).toContain('Good-bye.');
  });

  it('says what is allowed, and takes the mended answer', async () => {
    const io = await atTerminal(async ({ stdin, stdout }) => {
      await stdout.until('Your choice:');
      stdin.write('77\r');
      await stdout.until('Type a number from 1 to 10 (7 leaves).');
      stdin.write('\u007f\r');
    });
    expect(io.stdout.text).toContain('Good-bye.');
  });

  it.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('leaves cleanly with %s', async (_, key) => {
    const io = await atTerminal(async ({ stdin, stdout }) => {
      await stdout.until('Your choice:');
      stdin.write(key);
    });
    expect(io.stdout.text).toContain('Good-bye.');
    expect([io.stderr.text, io.exitCode]).toEqual(['', 0]);
  });

  it('leaves when the terminal goes away', async () => {
    const io = await atTerminal(async ({ stdin, stdout }) => {
      await stdout.until('Your choice:');
      stdin.end();
    });
    expect(io.exitCode).toBe(0);
  });

  it('leaves when Ctrl-C comes while it waits for a server', async () => {
    const silent = await startRetrievalServer([], (handlers) => ({ ...handlers, ListSeries: () => {} }));
    const io = createTestIo({ isTTY: true, env: { NO_COLOR: '1' } });
    const running = runIn(io, 'console', '--address', silent.address);
    await io.stdout.until('Your choice:');
    io.stdin.write('1\n');
    await io.stdout.until('Your choice:');
    setImmediate(() => io.signals.emit('SIGINT'));
    await running;
    silent.close();
    expect(io.stdout.text).toContain('Good-bye.');
    expect([io.stderr.text, io.exitCode]).toEqual(['', 0]);
    expect(io.signals.listenerCount('SIGINT')).toBe(0);
  });

  it('does without colours when NO_COLOR is set', async () => {
    const io = await atTerminal(
      async ({ stdin, stdout }) => {
        await stdout.until('Your choice:');
        stdin.write('8\n7\n');
      },
      { NO_COLOR: '1' },
    );
    expect(io.stdout.text).toContain('1 at-risk, 1 insufficient-data');
    expect(io.stdout.text).not.toContain('\u001b');
  });
});
