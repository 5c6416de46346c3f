import { ForewarnError } from '@forewarn/core';
import type { Command } from 'commander';
import type { ConsoleIo } from '../io/console-io.js';
import { createChooser } from '../menu/create-chooser.js';
import { createConsole } from '../menu/create-console.js';
import { createGrpcRetrieval } from '../retrieval/grpc-retrieval.js';
import { type ConsoleFlags, readConsoleSettings } from '../settings/console-settings.js';
import { createHttpSlaManager } from '../sla/sla-manager.js';
import { consoleCommand, examples, withServers } from './console-options.js';
import { runCommand } from './run-command.js';
import { usageOption } from './usage-option.js';

interface MenuOptions extends ConsoleFlags {
  readonly rows: number;
}

/** Adds `console`: the menu. */
export function addConsoleCommand(program: Command, io: ConsoleIo): void {
  withServers(
    consoleCommand(program, 'console', io)
      .description('a menu of the analysed metrics and the SLAs')
      .option('--rows <count>', 'rows to show of long tables', usageOption(parseRows), 10),
  )
    .addHelpText('after', examples('forewarn console', 'forewarn console --rows 30'))
    .action((options: MenuOptions) => runMenu(options, io));
}

const runMenu = (options: MenuOptions, io: ConsoleIo): Promise<void> =>
  runCommand(io, async (output) => {
    const settings = readConsoleSettings(options, io.env);
    const retrieval = createGrpcRetrieval(settings);
    const chooser = createChooser(io, output);
    try {
      const slaManager = createHttpSlaManager(settings);
      const menu = createConsole({ io, output, chooser, retrieval, slaManager, rowLimit: options.rows });
      await menu.run();
    } finally {
      chooser.close();
      retrieval.close();
    }
  });

function parseRows(text: string): number {
  const rows = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (rows < 1) throw new ForewarnError('invalid-request', 'must be a whole number from 1 to 999999');
  return rows;
}
