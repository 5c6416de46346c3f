import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { runForewarn } from '../support/forewarn-program.js';

describe('the command line', () => {
  it('has help on itself and on each command, and says its version', async () => {
    const [whole, analyze, version] = await Promise.all([
      runForewarn(['--help']),
      runForewarn(['analyze', '--help']),
      runForewarn(['--version']),
    ]);
    expect([whole.code, analyze.code, version.code]).toEqual([0, 0, 0]);
    for (const name of ['start', 'analyze', 'console', 'get', 'sla', 'database'])
      expect(whole.stdout).toMatch(`\n  ${name} `);
    expect(whole.stdout).toMatch(/before you break them/);
    expect(analyze.stdout).toMatch(/- for standard input/);
    expect(analyze.stdout).toMatch(/--profile <name> +how to analyse: default or reference/);
    expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    ['no command', [], /Usage: forewarn/],
    [
      'a command that does not exist',
      ['analyse', 'x'],
      /unknown command 'analyse'\n\(Did you mean analyze\?\)/,
    ],
    ['a missing file', ['analyze'], /missing required argument 'file'/],
    [
      'a profile that does not exist',
      ['analyze', '-', '--profile', 'fast'],
      /--profile.+'fast' is invalid\. unknown profile fast; known: default, reference\n/,
    ],
    ['a type that is none', ['analyze', '-', '--type', 'summary'], /--type.+'summary'.+counter, gauge/],
  ])('exits with 2 for %s', async (_, args, said) => {
    const { code, stdout, stderr } = await runForewarn(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });

  it('says in one line that a server is unavailable', async () => {
    const { code, stdout, stderr } = await runForewarn(['get', 'series', '--address', '127.0.0.1:1']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^forewarn: .+127\.0\.0\.1:1 cannot be reached.+--address.+\n$/);
  });

  it('prints the SQL of accounts as it stands in db/', async () => {
    const { code, stdout } = await runForewarn(['database', 'accounts']);
    const file = new URL('../../db/accounts.sql', import.meta.url);
    expect({ code, stdout }).toEqual({ code: 0, stdout: await readFile(file, 'utf8') });
  });

  it('says in one line that a database to migrate cannot be reached', async () => {
    const { code, stdout, stderr } = await runForewarn(['database', 'migrate'], { env: { MYSQL_PORT: '1' } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^forewarn: the database is not available just now \(127\.0\.0\.1:1\/forewarn\): .+\n$/,
    );
  });
});
