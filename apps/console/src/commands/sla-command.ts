import type { Command } from 'commander';
import type { OutputFormat } from '../format/printed.js';
import type { ConsoleIo } from '../io/console-io.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import type { SlaPrinter } from '../sla/sla-kind.js';
import { createHttpSlaManager, type SlaQuestion } from '../sla/sla-manager.js';
import { slaListPrinter, slaPredictionsPrinter, slaViolationsPrinter } from '../sla/sla-printers.js';
import {
  consoleCommand,
  examples,
  formatOption,
  type SlaManagerFlags,
  withSlaManager,
} from './console-options.js';
import { durationText } from './duration-text.js';
import { runCommand, writeAll } from './run-command.js';
import { addSlaCreateCommand } from './sla-create-command.js';
import { addSlaDeleteCommand } from './sla-delete-command.js';
import { addSlaEditCommand } from './sla-edit-command.js';
import { addSlaHistoryCommand } from './sla-history-command.js';
import { addSlaStatusCommand } from './sla-status-command.js';

interface SlaOptions extends SlaManagerFlags, Omit<SlaQuestion, 'name'> {
  readonly format: OutputFormat;
}

/** Adds `sla list|status|history|violations|predictions`, what the SLA manager says, and `sla create|edit|delete`, for people and scripts. */
export function addSlaCommand(program: Command, io: ConsoleIo): void {
  const sla = consoleCommand(program, 'sla', io).description(
    'SLAs: what was agreed, their states and predictions',
  );
  sla.addHelpText('after', examples('forewarn sla status', 'forewarn sla create --file checkout.yaml'));
  addKind(sla, slaListPrinter, io);
  addSlaStatusCommand(sla, io);
  addSlaHistoryCommand(sla, io);
  addSlaCreateCommand(sla, io);
  addSlaEditCommand(sla, io);
  addSlaDeleteCommand(sla, io);
  addKind(sla, slaViolationsPrinter, io).option(
    '--window <duration>',
    'how far back, such as 1h, 3h or 12h (default: as the server has it)',
    durationText,
  );
  addKind(sla, slaPredictionsPrinter, io).option(
    '--horizon <duration>',
    'how far ahead, such as 10m (default: as the server has it)',
    durationText,
  );
}

const addKind = (sla: Command, printer: SlaPrinter, io: ConsoleIo): Command =>
  withSlaManager(
    consoleCommand(sla, printer.name, io)
      .argument('[name]', 'only this SLA')
      .description(printer.summary)
      .addOption(formatOption()),
  )
    .addHelpText(
      'after',
      examples(`forewarn sla ${printer.name}`, `forewarn sla ${printer.name} checkout --format json`),
    )
    .action((name: string | undefined, options: SlaOptions) => askSlas(printer, name, options, io));

const askSlas = (
  printer: SlaPrinter,
  name: string | undefined,
  options: SlaOptions,
  io: ConsoleIo,
): Promise<void> =>
  runCommand(io, async (output) => {
    const manager = createHttpSlaManager(readConsoleSettings(options, io.env));
    const { format, window, horizon } = options;
    const question = {
      ...(name !== undefined && { name }),
      ...(window !== undefined && { window }),
      ...(horizon !== undefined && { horizon }),
    };
    await writeAll(output, printer.print(manager, question, format, { signal: output.closed }));
  });
