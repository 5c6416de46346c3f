import { describe, expect, it } from 'vitest';
import { runCommand } from './run-command.js';

const node = (script: string, ...args: string[]) => ['-e', script, ...args];

describe('runCommand', () => {
  it('hands over every argument as it is, without a shell', async () => {
    const args = node('console.log(JSON.stringify(process.argv.slice(1)))', '$HOME; rm *', 'a b');
    expect(await runCommand(process.execPath, args)).toMatchObject({
      code: 0,
      stdout: '["$HOME; rm *","a b"]\n',
    });
  });

  it('answers with the exit code and both outputs of a command that fails', async () => {
    const args = node('console.log("out"); console.error("err"); process.exitCode = 3');
    const { code, stdout, output } = await runCommand(process.execPath, args);
    expect({ code, stdout }).toEqual({ code: 3, stdout: 'out\n' });
    expect(output.split('\n').sort()).toEqual(['', 'err', 'out']);
  });

  it('answers without a code when there is no such command', async () => {
    expect(await runCommand('/no/such/command', [])).toMatchObject({ code: undefined, stdout: '' });
  });

  it('ends a command that takes too long', async () => {
    const { code } = await runCommand(process.execPath, node('setInterval(() => {}, 1000)'), {
      timeoutMs: 100,
    });
    expect(code).toBeUndefined();
  });

  it('throws the reason when it is aborted', async () => {
    const signal = AbortSignal.abort(new Error('no longer wanted'));
    await expect(runCommand(process.execPath, node(''), { signal })).rejects.toThrow('no longer wanted');
  });

  it('keeps the end of a long output', async () => {
    const { output } = await runCommand(process.execPath, node('console.log("x".repeat(1e6) + "end")'));
    expect(output).toHaveLength(64 * 1024);
    expect(output.endsWith('end\n')).toBe(true);
  });
});
