import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Runs a main function of this source in a process of its own; `ForewarnError`, `say` and `keep` are in its reach. */
function run(main: string, deadlines = {}) {
  const program = `
    import { writeSync } from 'node:fs';
    import { ForewarnError } from '@forewarn/core';
    import { runMain } from '@forewarn/lifecycle';
    const say = (word) => writeSync(1, word);
    // Something that keeps the process, as an open socket does.
    const keep = () => setInterval(() => {}, 1000);
    await runMain(${main}, ${JSON.stringify(deadlines)});`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: import.meta.dirname,
  });
  children.push(child);
  const errors = text(child.stderr);
  const ended = once(child, 'exit').then(async ([code]) => ({ code, errors: await errors }));
  const said = once(child.stdout, 'data');
  return { child, ended, said };
}

const untilSignal = `new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))`;

describe('runMain, in a process of its own', { timeout: 20_000 }, () => {
  it('exits with 0 when the work is done', async () => {
    expect(await run('async () => {}').ended).toEqual({ code: 0, errors: '' });
  });

  it('keeps the exit code that the work has set', async () => {
    expect(await run('async () => { process.exitCode = 3; }').ended).toEqual({ code: 3, errors: '' });
  });

  it('exits with 1 and one clear message for a failure that was foreseen', async () => {
    const { ended } = run(
      `async () => { throw new ForewarnError('config-invalid', 'MYSQL_PORT is not set'); }`,
    );
    expect(await ended).toEqual({ code: 1, errors: 'forewarn: MYSQL_PORT is not set\n' });
  });

  it('says what to raise when no more files may be opened', async () => {
    const { ended } = run(
      `async () => { throw Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' }); }`,
    );
    const errors = expect.stringMatching(/^forewarn: [^\n]+ulimit -n[^\n]+\n$/);
    expect(await ended).toEqual({ code: 1, errors });
  });

  it('prints nothing of a failure that a terminal would obey', async () => {
    const { ended } = run(
      `async () => { throw new ForewarnError('invalid-request', 'a\\u001b[2J\\n\\u202eb'); }`,
    );
    expect(await ended).toEqual({ code: 1, errors: 'forewarn: a\\x1b[2J \\u202eb\n' });
    const defect = await run(`async () => { throw new TypeError('a\\u009b2J'); }`).ended;
    expect(defect.errors).toMatch(/^forewarn: TypeError: a\\x9b2J\n +at /);
  });

  it('keeps mistakes in settings on a line each', async () => {
    const { ended } = run(
      `async () => { throw new ForewarnError('config-invalid', 'wrong:\\n  - A\\u009b\\n  - B'); }`,
    );
    expect(await ended).toEqual({ code: 1, errors: 'forewarn: wrong:\n  - A\\x9b\n  - B\n' });
  });

  it('exits with 1 and a stack for a defect', async () => {
    const { code, errors } = await run(`async () => { throw new TypeError('broken'); }`).ended;
    expect(code).toBe(1);
    expect(errors).toMatch(/^forewarn: TypeError: broken\n +at /);
  });

  it('does not take a cancellation that nobody asked for for success', async () => {
    const { ended } = run(`async () => { throw new ForewarnError('cancelled', 'gone'); }`);
    expect(await ended).toEqual({ code: 1, errors: 'forewarn: gone\n' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('exits with 0 when the work ends at %s', async (name) => {
    const { child, said, ended } = run(`async (signal) => {
      const timer = keep();
      const over = ${untilSignal};
      say('up');
      await over;
      clearInterval(timer);
      throw new ForewarnError('cancelled', 'stopping');
    }`);
    await said;
    child.kill(name);
    expect(await ended).toEqual({ code: 0, errors: '' });
  });

  it('exits although something keeps the process when the work has ended at the signal', async () => {
    const main = `async (signal) => { keep(); const over = ${untilSignal}; say('up'); await over; }`;
    const { child, said, ended } = run(main, { lingerMs: 10 });
    await said;
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 0, errors: '' });
  });

  it('exits with 1 although something keeps the process when the work has failed', async () => {
    const main = `async () => { keep(); throw new ForewarnError('config-invalid', 'no'); }`;
    expect(await run(main, { lingerMs: 10 }).ended).toEqual({ code: 1, errors: 'forewarn: no\n' });
  });

  it('exits with 1 when the work does not end in time', async () => {
    const main = `async (signal) => { keep(); say('up'); await new Promise(() => {}); }`;
    const { child, said, ended } = run(main, { signalMs: 10 });
    await said;
    child.kill('SIGTERM');
    expect((await ended).code).toBe(1);
  });

  it('exits at once with 1 at the second signal', async () => {
    const { child, said, ended } = run(`async (signal) => {
      keep();
      const over = ${untilSignal};
      say('up');
      await over;
      say('stopping');
      await new Promise(() => {});
    }`);
    await said;
    child.kill('SIGTERM');
    await once(child.stdout, 'data');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(1);
  });
});
