import type { AnalysisQuery } from '@forewarn/analysis';
import type { LabelMatcher } from '@forewarn/core';
import { type Command, Option } from 'commander';
import type { OutputFormat } from '../format/printed.js';
import type { ConsoleIo } from '../io/console-io.js';
import type { ResultPrinter } from '../results/print-results.js';
import { resultPrinters } from '../results/result-printers.js';
import { createGrpcRetrieval } from '../retrieval/grpc-retrieval.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import { absentMetric } from './absent-metric.js';
import {
  consoleCommand,
  examples,
  formatOption,
  type RetrievalFlags,
  withRetrieval,
} from './console-options.js';
import { parseInstant } from './parse-instant.js';
import { parseMatcher } from './parse-matcher.js';
import { runCommand, writeAll } from './run-command.js';
import { usageOption } from './usage-option.js';

interface GetOptions extends RetrievalFlags {
  readonly metric?: string;
  readonly partition?: string;
  readonly match: readonly LabelMatcher[];
  readonly start?: number;
  readonly end?: number;
  readonly format: OutputFormat;
}

/** Adds `get series|dickey-fuller|…`: stored results from the retrieval service, for people and scripts. */
export function addGetCommand(program: Command, io: ConsoleIo): void {
  const get = consoleCommand(program, 'get', io)
    .description('print stored results')
    .addHelpText('after', examplesOf('forecasts'));
  for (const printer of resultPrinters) addKind(get, printer, io);
}

function addKind(get: Command, printer: ResultPrinter, io: ConsoleIo): void {
  const command = withRetrieval(
    consoleCommand(get, printer.name, io)
      .description(printer.summary)
      .option('--metric <name>', 'only this metric')
      .option('--partition <name>', 'only this partition, such as a device')
      .addOption(matchOption())
      .option('--start <time>', 'not before this time (RFC 3339)', usageOption(parseInstant))
      .option('--end <time>', 'not after this time (RFC 3339)', usageOption(parseInstant))
      .addOption(formatOption()),
  ).addHelpText('after', examplesOf(printer.name));
  command.action(async (options: GetOptions) => {
    const { start, end } = options;
    if (start !== undefined && end !== undefined && start > end) {
      command.error('error: --start is after --end: exchange them');
    }
    await getResults(printer, options, io);
  });
}

const examplesOf = (kind: string): string =>
  examples(
    `forewarn get ${kind} --metric node_memory_MemFree_bytes`,
    `forewarn get ${kind} --match 'device=~"sd.*"' --start 2026-03-01T12:00:00Z --format csv`,
  );

const matchOption = (): Option =>
  new Option(
    '--match <condition>',
    'only series with label=value, !=value, =~pattern or !~pattern (RE2); may be given again',
  )
    .argParser(usageOption((text, all: readonly LabelMatcher[]) => [...all, parseMatcher(text)]))
    .default([], 'all series');

const getResults = (printer: ResultPrinter, options: GetOptions, io: ConsoleIo): Promise<void> =>
  runCommand(io, async (output) => {
    const retrieval = createGrpcRetrieval(readConsoleSettings(options, io.env));
    try {
      let isEmpty = true;
      const onResult = () => {
        isEmpty = false;
      };
      const call = { signal: output.closed };
      await writeAll(
        output,
        printer.print(retrieval, queryOf(options), options.format, { ...call, onResult }),
      );
      if (!isEmpty || options.metric === undefined) return;
      const absence = await absentMetric(retrieval, options.metric, call);
      if (absence) throw absence;
    } finally {
      retrieval.close();
    }
  });

const queryOf = ({ metric, partition, match, start, end }: GetOptions): AnalysisQuery => ({
  ...(metric !== undefined && { metric }),
  ...(partition !== undefined && { partition }),
  ...(match.length > 0 && { matchers: match }),
  ...(start !== undefined && { startMs: start }),
  ...(end !== undefined && { endMs: end }),
});
