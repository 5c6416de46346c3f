import type { Command } from 'commander';
import { addAuditCommand } from './commands/audit-command.js';
import { addCompletionCommand } from './commands/completion-command.js';
import { addConsoleCommand } from './commands/console-command.js';
import { addGetCommand } from './commands/get-command.js';
import { addKeyCommand } from './commands/key-command.js';
import { addSlaCommand } from './commands/sla-command.js';
import type { ConsoleIo } from './io/console-io.js';

/**
 * Adds `console`, `get`, `sla`, `key`, `audit` and `completion` to a command line. The commands report their own failures and set the exit code:
 * 0 done, 1 failed, 2 wrong usage; `sla status` tells by it how it stands.
 *
 * @example
 * const program = new Command('forewarn');
 * registerConsoleCommands(program, processIo());
 * await program.parseAsync();
 */
export function registerConsoleCommands(program: Command, io: ConsoleIo): void {
  addConsoleCommand(program, io);
  addGetCommand(program, io);
  addSlaCommand(program, io);
  addKeyCommand(program, io);
  addAuditCommand(program, io);
  addCompletionCommand(program, io);
}
