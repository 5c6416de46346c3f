import { Argument, type Command } from 'commander';
import { commandTree } from '../completion/command-tree.js';
import { completionScripts } from '../completion/shell-scripts.js';
import type { ConsoleIo } from '../io/console-io.js';
import { consoleCommand } from './console-options.js';
import { runCommand } from './run-command.js';

/** Adds `completion`: the script by which a shell completes all commands of the program. */
export function addCompletionCommand(program: Command, io: ConsoleIo): void {
  const shells = Object.keys(completionScripts);
  const name = program.name();
  consoleCommand(program, 'completion', io)
    .description('print the script by which a shell completes commands and options')
    .addArgument(new Argument('<shell>', 'which shell').choices(shells))
    .addHelpText(
      'after',
      `\nExamples:\n  $ source <(${name} completion bash)\n  $ source <(${name} completion zsh)\n  $ ${name} completion fish | source`,
    )
    .action((shell: keyof typeof completionScripts) =>
      runCommand(io, (output) => output.write(completionScripts[shell](name, commandTree(program)))),
    );
}
