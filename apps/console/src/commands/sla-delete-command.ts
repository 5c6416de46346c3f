import { ForewarnError, printable } from '@forewarn/core';
import type { Command } from 'commander';
import type { ConsoleIo } from '../io/console-io.js';
import type { Output } from '../io/output.js';
import { createLineChooser } from '../menu/line-chooser.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import { createHttpSlaManager } from '../sla/sla-manager.js';
import { consoleCommand, examples, type SlaManagerFlags, withSlaManager } from './console-options.js';
import { runCommand } from './run-command.js';

interface DeleteOptions extends SlaManagerFlags {
  readonly yes?: boolean;
}

/** Adds `sla delete`, which asks first. */
export function addSlaDeleteCommand(sla: Command, io: ConsoleIo): void {
  withSlaManager(
    consoleCommand(sla, 'delete', io)
      .description('delete an SLA; asks first')
      .argument('<name>', 'of the SLA')
      .option('--yes', 'do not ask'),
  )
    .addHelpText('after', examples('forewarn sla delete checkout', 'forewarn sla delete checkout --yes'))
    .action((name: string, options: DeleteOptions) =>
      runCommand(io, async (output) => {
        const manager = createHttpSlaManager(readConsoleSettings(options, io.env));
        const call = { signal: output.closed };
        if (!options.yes) {
          // Who mistyped the name is told so before the question.
          await manager.read(name, call);
          if (!(await isWanted(name, io, output)))
            throw new ForewarnError('invalid-request', `${name} was not deleted: answer y, or use --yes`);
        }
        await manager.remove(name, call);
        await output.write(`deleted ${printable(name)}\n`);
      }),
    );
}

async function isWanted(name: string, io: ConsoleIo, output: Output): Promise<boolean> {
  const chooser = createLineChooser(io, output);
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  io.signals.on('SIGINT', leave);
  try {
    const question = { message: `Delete the SLA ${printable(name)}? [y/N]`, check: () => undefined };
    return /^y(es)?$/i.test((await chooser.ask(question, leaving.signal)) ?? '');
  } finally {
    io.signals.off('SIGINT', leave);
    chooser.close();
  }
}
