import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, runIn } from '../testing/run.js';
import { startWritableSlaServer, type WritableSlaServer } from '../testing/start-writable-sla-server.js';
import { createTestIo } from '../testing/test-io.js';

const objective = {
  name: 'free',
  indicator: 'node_memory_MemFree_bytes',
  min: 1024,
  target: 0.9,
  window: '3h',
};
const checkout = { name: 'checkout', description: '', objectives: [objective] };

let server: WritableSlaServer;
let directory: string;
beforeEach(async () => {
  server = await startWritableSlaServer([checkout]);
  directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-sla-'));
});
afterEach(() => {
  server.close();
  rmSync(directory, { recursive: true });
});

function inFile(text: string): string {
  const file = path.join(directory, 'sla');
  writeFileSync(file, text);
  return file;
}

const sla = (...words: string[]) => run('sla', ...words, '--url', server.url);

/** With text on standard input. */
function slaWithInput(input: string, ...words: string[]) {
  const io = createTestIo();
  io.stdin.end(input);
  return runIn(io, 'sla', ...words, '--url', server.url);
}

describe('sla create', () => {
  it('makes an SLA of one objective from flags', async () => {
    const { stdout, exitCode } = await sla(
      'create',
      'disk',
      '--indicator',
      'free{a="b"}',
      '--min',
      '1e3',
      '--window',
      '1h',
      '--target',
      '0.5',
    );
    expect([stdout.text, exitCode]).toEqual(['created disk\n', 0]);
    expect(server.slas.get('disk')).toEqual({
      name: 'disk',
      objectives: [{ name: 'disk', indicator: 'free{a="b"}', min: 1000, target: 0.5, window: '1h' }],
    });
  });

  it('makes an SLA over a period of the calendar from flags', async () => {
    const words = [
      'create',
      'disk',
      '--indicator',
      'free',
      '--min',
      '1',
      '--target',
      '0.5',
      '--calendar',
      'month',
    ];
    expect((await sla(...words, '--time-zone', 'Europe/Berlin')).exitCode).toBe(0);
    expect(server.slas.get('disk')).toMatchObject({
      objectives: [{ window: { calendar: 'month', timeZone: 'Europe/Berlin' } }],
    });
  });

  it.each([
    ['JSON', JSON.stringify({ ...checkout, name: 'new' })],
    ['JSON behind a byte-order mark', `\ufeff${JSON.stringify({ ...checkout, name: 'new' })}`],
    [
      'YAML',
      'name: new\ndescription: ""\nobjectives:\n  - name: free\n    indicator: node_memory_MemFree_bytes\n' +
        '    min: 1024\n    target: 0.9\n    window: 3h\n',
    ],
  ])('reads %s from a file, and from standard input', async (_, text) => {
    const created = { ...checkout, name: 'new' };
    expect((await sla('create', '--file', inFile(text))).exitCode).toBe(0);
    expect(server.slas.get('new')).toEqual(created);
    expect((await slaWithInput(text, 'create', 'other', '--file', '-')).stdout.text).toBe('created other\n');
    expect(server.slas.get('other')).toEqual({ ...created, name: 'other' });
  });

  it.each([
    ['nothing', []],
    ['no bound', ['disk', '--indicator', 'free']],
    ['a bound that is no number', ['disk', '--indicator', 'free', '--min', 'much']],
    ['a file and flags', ['--file', 'x', '--min', '1']],
    ['a file and a time zone', ['--file', 'x', '--time-zone', 'UTC']],
    ['two windows', ['disk', '--indicator', 'free', '--min', '1', '--window', '1h', '--calendar', 'day']],
    ['a time zone alone', ['disk', '--indicator', 'free', '--min', '1', '--time-zone', 'UTC']],
  ])('exits with 2 for %s', async (_, words) => {
    expect((await sla('create', ...words)).exitCode).toBe(2);
  });

  it.each([
    ['a file that is not there', '/nowhere/sla.json', undefined, /cannot be read \(ENOENT\)/],
    ['a file that is nothing of both', undefined, '{', /is neither JSON nor YAML/],
    ['a file that holds no SLA', undefined, 'just text', /does not hold an SLA/],
  ])('exits with 1 and one line for %s', async (_, file, text, said) => {
    const { stderr, exitCode } = await sla('create', '--file', file ?? inFile(text!));
    expect(exitCode).toBe(1);
    expect(stderr.text).toMatch(/^forewarn: .+\n$/);
    expect(stderr.text).toMatch(said);
  });

  it('repeats why the server refuses', async () => {
    const { stderr, exitCode } = await sla('create', '--file', inFile(JSON.stringify(checkout)));
    expect([stderr.text, exitCode]).toEqual(['forewarn: refused with 409\n', 1]);
  });
});

describe('sla edit', () => {
  const changed = { ...checkout, description: 'mine' };

  it('replaces the version that it read, from a file', async () => {
    const { stdout, exitCode } = await sla('edit', 'checkout', '--file', inFile(JSON.stringify(changed)));
    expect([stdout.text, exitCode]).toEqual(['changed checkout\n', 0]);
    expect(server.slas.get('checkout')).toEqual(changed);
  });

  const edit = (editor: string) =>
    runIn(createTestIo({ env: { EDITOR: editor } }), 'sla', 'edit', 'checkout', '--url', server.url);

  it('lets a person change it in an editor that takes arguments', async () => {
    const { stdout, exitCode } = await edit(`sed -i 's/"description": ""/"description": "mine"/'`);
    expect([stdout.text, exitCode]).toEqual(['changed checkout\n', 0]);
    expect(server.slas.get('checkout')).toEqual(changed);
  });

  it('sends nothing when nothing was changed', async () => {
    expect((await edit('true')).stdout.text).toBe('checkout is as it was\n');
  });

  it('changes nothing when the editor fails', async () => {
    const { stderr, exitCode } = await edit('false');
    expect(exitCode).toBe(1);
    expect(stderr.text).toMatch(/the editor \(false\) ended with 1: nothing was changed/);
    expect(server.slas.get('checkout')).toEqual(checkout);
  });

  it('keeps what was written in the editor when it cannot be taken', async () => {
    const { stderr, exitCode } = await edit(`printf '{ "name": mine' >`);
    expect(exitCode).toBe(1);
    expect(stderr.text).toMatch(/^forewarn: what the editor left is neither JSON nor YAML: .+\n$/);
    const [, file] = /is kept in (\S+): mend it, and use forewarn sla edit checkout --file \1$/m.exec(
      stderr.text,
    )!;
    expect(readFileSync(file!, 'utf8')).toBe('{ "name": mine');
    rmSync(path.dirname(file!), { recursive: true });
  });

  it('changes nothing that somebody else changed meanwhile', async () => {
    const io = createTestIo();
    const running = runIn(io, 'sla', 'edit', 'checkout', '--file', '-', '--url', server.url);
    // The version is read before the input is, which ends when another has written.
    while (!io.stdin.listenerCount('readable') && !io.stdin.listenerCount('data'))
      await new Promise((resolve) => setImmediate(resolve));
    server.slas.set('checkout', { ...checkout, description: 'theirs' });
    io.stdin.end(JSON.stringify(changed));
    await running;
    expect([io.stderr.text, io.exitCode]).toEqual(['forewarn: refused with 412\n', 1]);
    expect(server.slas.get('checkout')).toMatchObject({ description: 'theirs' });
  });

  it('says that there is no such SLA', async () => {
    expect((await sla('edit', 'nope', '--file', inFile('{}'))).stderr.text).toBe(
      'forewarn: refused with 404\n',
    );
  });
});

describe('sla delete', () => {
  it.each(['y\n', 'Yes\n'])('asks, and does it after %j', async (answer) => {
    const { stdout, exitCode } = await slaWithInput(answer, 'delete', 'checkout');
    expect(stdout.text).toMatch(/^Delete the SLA checkout\? \[y\/N\] .*\ndeleted checkout\n$/);
    expect([exitCode, server.slas.size]).toEqual([0, 0]);
  });

  it.each(['n\n', '\n', ''])('does nothing after %j', async (answer) => {
    const { stderr, exitCode } = await slaWithInput(answer, 'delete', 'checkout');
    expect(stderr.text).toMatch(/checkout was not deleted/);
    expect([exitCode, server.slas.size]).toEqual([1, 1]);
  });

  it('does not ask with --yes', async () => {
    const { stdout } = await sla('delete', 'checkout', '--yes');
    expect([stdout.text, server.slas.size]).toEqual(['deleted checkout\n', 0]);
  });

  it('says that there is no such SLA before it asks', async () => {
    const { stdout, stderr, exitCode } = await slaWithInput('y\n', 'delete', 'nope');
    expect([stdout.text, stderr.text, exitCode]).toEqual(['', 'forewarn: refused with 404\n', 1]);
  });
});
