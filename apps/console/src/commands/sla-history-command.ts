import type { ObjectiveHistoryDocument } from '@forewarn/contracts/rest';
import { printable } from '@forewarn/core';
import type { Command } from 'commander';
import { formatNumber } from '../format/number.js';
import type { OutputFormat } from '../format/printed.js';
import { styleOf } from '../format/style.js';
import { type ConsoleIo, widthOf } from '../io/console-io.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import { askHistories } from '../sla/ask-history.js';
import { printHistories } from '../sla/history-printer.js';
import { createHttpSlaManager } from '../sla/sla-manager.js';
import {
  consoleCommand,
  examples,
  formatOption,
  type SlaManagerFlags,
  withSlaManager,
} from './console-options.js';
import { durationText } from './duration-text.js';
import { runCommand, writeAll } from './run-command.js';

interface HistoryOptions extends SlaManagerFlags {
  readonly objective?: string;
  readonly window?: string;
  readonly format: OutputFormat;
}

/** Adds `sla history`: how the objectives of an SLA stood, for people as runs of minutes, for programs minute by minute. */
export function addSlaHistoryCommand(sla: Command, io: ConsoleIo): void {
  withSlaManager(
    consoleCommand(sla, 'history', io)
      .description('how the objectives of an SLA stood, newest first')
      .argument('<name>', 'of the SLA')
      .option('--objective <name>', 'only this objective')
      .option(
        '--window <duration>',
        'how far back, such as 1h, 12h or 7d (default: as the server has it)',
        durationText,
      )
      .addOption(formatOption()),
  )
    .addHelpText(
      'after',
      examples(
        'forewarn sla history checkout',
        "forewarn sla history checkout --objective 'no errors' --window 7d --format csv",
      ),
    )
    .action((name: string, options: HistoryOptions) => showHistory(name, options, io));
}

const showHistory = (name: string, options: HistoryOptions, io: ConsoleIo): Promise<void> =>
  runCommand(io, async (output) => {
    const manager = createHttpSlaManager(readConsoleSettings(options, io.env));
    const { objective, window, format } = options;
    const question = {
      name,
      ...(objective !== undefined && { objective }),
      ...(window !== undefined && { window }),
    };
    const histories = tellingCuts(askHistories(manager, question, { signal: output.closed }), io);
    await writeAll(output, printHistories(histories, format, { style: styleOf(io), width: widthOf(io) }));
  });

/** Says on standard error which histories are not whole, so that what programs read stays as it is. */
async function* tellingCuts(
  histories: AsyncIterable<ObjectiveHistoryDocument>,
  io: ConsoleIo,
): AsyncGenerator<ObjectiveHistoryDocument> {
  for await (const history of histories) {
    const { objective, verdicts, next } = history;
    if (next !== undefined)
      io.stderr.write(
        `forewarn: of ${printable(objective)} only the newest ${formatNumber(verdicts.length)} verdicts were read: ask for a shorter --window\n`,
      );
    yield history;
  }
}
