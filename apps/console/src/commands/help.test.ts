import { Command } from 'commander';
import { expect, it } from 'vitest';
import { commandTree } from '../completion/command-tree.js';
import { registerConsoleCommands } from '../register-console-commands.js';
import { run } from '../testing/run.js';
import { createTestIo } from '../testing/test-io.js';

const program = new Command('forewarn');
registerConsoleCommands(program, createTestIo());
const paths = commandTree(program).flatMap(({ path }) => (path === '' ? [] : [path.trim().split(' ')]));

it.each(paths.map((path) => [path.join(' '), path] as const))(
  'the help of %s has examples',
  async (_, path) => {
    const { stdout, exitCode } = await run(...path, '--help');
    expect(exitCode).toBe(0);
    expect(stdout.text).toMatch(/\nExamples:\n( {2}\$ .*forewarn.*\n)+$/);
  },
);
