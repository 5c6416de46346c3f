import { ForewarnError } from '@forewarn/core';
import type { Command } from 'commander';
import { createAdministration } from '../access/administration.js';
import { auditPrintable } from '../access/audit-printable.js';
import { type OutputFormat, printed } from '../format/printed.js';
import type { ConsoleIo } from '../io/console-io.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import {
  consoleCommand,
  examples,
  formatOption,
  type SlaManagerFlags,
  withSlaManager,
} from './console-options.js';
import { runCommand, writeAll } from './run-command.js';
import { usageOption } from './usage-option.js';

interface AuditFlags extends SlaManagerFlags {
  readonly format: OutputFormat;
  readonly limit: number;
}

/** Adds `audit`: who changed what, for administrators. */
export function addAuditCommand(program: Command, io: ConsoleIo): void {
  withSlaManager(
    consoleCommand(program, 'audit', io)
      .description('who changed which SLA, indicator or key, when and from where, the newest first')
      .option('--limit <number>', 'most changes', usageOption(wholeNumber), 100)
      .addOption(formatOption()),
  )
    .addHelpText('after', examples('forewarn audit', 'forewarn audit --limit 1000 --format json'))
    .action(({ format, limit, ...flags }: AuditFlags) =>
      runCommand(io, async (output) => {
        const administration = createAdministration(readConsoleSettings(flags, io.env));
        const entries = administration.audit(limit, { signal: output.closed });
        await writeAll(output, printed(auditPrintable, entries, format));
      }),
    );
}

const mostEntries = 100_000;

function wholeNumber(text: string): number {
  const value = Number(text);
  if (/^\d{1,6}$/.test(text) && value >= 1 && value <= mostEntries) return value;
  throw new ForewarnError('config-invalid', `must be a whole number from 1 to ${mostEntries}`);
}
