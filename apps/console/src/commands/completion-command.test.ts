import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { run } from '../testing/run.js';

const program = 'forewarn-console';
const has = (shell: string): boolean => spawnSync(shell, ['--version']).status === 0;

const scripts: Record<string, string> = {};
beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish']) scripts[shell] = (await run('completion', shell)).stdout.text;
});

const said = async (shell: string, args: readonly string[]): Promise<string[]> => {
  const { stdout, stderr } = await promisify(execFile)(shell, [...args]);
  expect(stderr).toBe('');
  return stdout.split('\n').filter(Boolean);
};

/** What each shell offers for the last of the words, a beginning. */
const offered: Record<string, (words: readonly string[]) => Promise<string[]>> = {
  bash: (words) =>
    said('bash', [
      ...[
        '--norc',
        '-c',
        `${scripts.bash}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _forewarn_console; printf '%s\\n' "\${COMPREPLY[@]}"`,
      ],
      ...['bash', program, ...words],
    ]),
  zsh: async (words) => {
    // compadd works in the line editor alone: here it prints what begins as the last word does.
    const stand = `compdef() { :; }; _files() { print -l -- *; }
      compadd() { shift; for each in "$@"; do [[ $each == "$last"* ]] && print -r -- "$each"; done; true; }`;
    const call = `words=("$@"); CURRENT=$#; last="\${words[CURRENT]}"; _forewarn_console`;
    return said('zsh', ['-f', '-c', `${stand}\n${scripts.zsh}\n${call}`, 'zsh', program, ...words]);
  },
  fish: async (words) => {
    const lines = await said('fish', [
      '--no-config',
      '-c',
      `${scripts.fish}\ncomplete -C '${[program, ...words].join(' ')}'`,
    ]);
    return lines.map((line) => line.split('\t')[0]!);
  },
};

describe.each(['bash', 'zsh', 'fish'])('completion in %s', (shell) => {
  it('prints a script that has every command', () => {
    for (const word of ['get', 'dickey-fuller', 'sla', 'status', 'create', 'console', 'completion'])
      expect(scripts[shell]).toContain(word);
  });

  const cases: [string, string[], string[]][] = [
    ['commands', ['s'], ['sla']],
    ['commands below', ['sla', 'st'], ['status']],
    ['options of the command alone', ['sla', 'status', '--f'], ['--fail-on', '--format']],
    ['options behind an argument', ['sla', 'status', 'mine', '--wa'], ['--watch']],
    ['choices of an option', ['get', 'series', '--format', 'j'], ['json']],
    ['choices of an argument', ['completion', 'z'], ['zsh']],
    ['nothing where nobody knows', ['get', 'series', '--metric', 'x'], []],
  ];
  it.each(has(shell) ? cases : [])('offers %s', async (_, words, wanted) => {
    expect((await offered[shell]!(words)).sort()).toEqual(wanted);
  });
});

if (has('bash'))
  it('takes --option=value apart in bash, and offers files', async () => {
    expect(await offered.bash!(['get', 'series', '--format', '=', 'c'])).toEqual(['csv']);
    expect(await offered.bash!(['sla', 'create', '--file', 'package.js'])).toContain('package.json');
  });

it('refuses a shell that it does not know', async () => {
  const { stderr, exitCode } = await run('completion', 'tcsh');
  expect(exitCode).toBe(2);
  expect(stderr.text).toMatch(/bash, zsh, fish/);
});
