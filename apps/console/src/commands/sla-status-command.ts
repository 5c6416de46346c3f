import { ForewarnError, parseDuration, pause } from '@forewarn/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { OutputFormat } from '../format/printed.js';
import { styleOf } from '../format/style.js';
import { type ConsoleIo, widthOf } from '../io/console-io.js';
import type { Output } from '../io/output.js';
import { readConsoleSettings } from '../settings/console-settings.js';
import { type AskedStatuses, askStatuses } from '../sla/ask-statuses.js';
import { createHttpSlaManager } from '../sla/sla-manager.js';
import { printStatuses } from '../sla/status-printer.js';
import { hasEnded, type SlaState } from '../sla/status-table.js';
import {
  consoleCommand,
  examples,
  formatOption,
  type SlaManagerFlags,
  withSlaManager,
} from './console-options.js';
import { reportFailure, runCommand } from './run-command.js';
import { usageOption } from './usage-option.js';
import { watched } from './watched.js';

interface StatusOptions extends SlaManagerFlags {
  readonly format: OutputFormat;
  readonly failOn: readonly SlaState[];
  /** Milliseconds, or true for the default. */
  readonly watch?: number | true;
}

const defaultWatchMs = 10_000;

/** Adds `sla status`, whose exit code tells a script how it stands. */
export function addSlaStatusCommand(sla: Command, io: ConsoleIo): void {
  withSlaManager(
    consoleCommand(sla, 'status', io)
      .description('state, current value and compliance of every objective, worst first')
      .argument('[name]', 'only this SLA')
      .addOption(failOnOption())
      .addOption(watchOption())
      .addOption(formatOption()),
  )
    .addHelpText('after', exitCodes)
    .addHelpText(
      'after',
      examples(
        'forewarn sla status',
        'forewarn sla status checkout --fail-on at-risk --format json',
        'forewarn sla status --watch 30s',
      ),
    )
    .action((name: string | undefined, options: StatusOptions) =>
      runCommand(io, (output) => showStatus(name, options, { io, output }), { failureCode: 2 }),
    );
}

const exitCodes =
  '\nExit codes: 0 all is well, 1 something is violated (or is as --fail-on says), 2 there was no answer.';

const failOnOption = (): Option =>
  new Option('--fail-on <state>', 'exit with 1 also for at-risk or insufficient-data; may be given again')
    .argParser((text: string, all: readonly SlaState[]) => [...all, ...text.split(',').map(failingState)])
    .default(['violated'], 'violated');

function failingState(text: string): SlaState {
  if (text === 'violated' || text === 'at-risk' || text === 'insufficient-data') return text;
  throw new InvalidArgumentError('It must be violated, at-risk or insufficient-data.');
}

const watchOption = (): Option =>
  new Option('--watch [interval]', 'show it anew every so often until Ctrl-C (default: 10s)').argParser(
    usageOption((text: string) => {
      const intervalMs = parseDuration(text);
      if (intervalMs >= 1_000) return intervalMs;
      throw new ForewarnError('invalid-request', 'must be at least 1s');
    }),
  );

/** Where it is shown. */
interface Place {
  readonly io: ConsoleIo;
  readonly output: Output;
}

async function showStatus(
  name: string | undefined,
  options: StatusOptions,
  { io, output }: Place,
): Promise<void> {
  const manager = createHttpSlaManager(readConsoleSettings(options, io.env));
  const ask = (signal: AbortSignal) => askStatuses(manager, name, { signal });
  const text = async (asked: AskedStatuses) => {
    const texts = printStatuses(asked.statuses, options.format, { style: styleOf(io), width: widthOf(io) });
    let all = '';
    for await (const each of texts) all += each;
    return all;
  };
  if (options.watch !== undefined) {
    const intervalMs = options.watch === true ? defaultWatchMs : options.watch;
    const draw = async (signal: AbortSignal) => {
      const asked = await ask(signal);
      return { text: await text(asked), failures: asked.failures };
    };
    return watched(draw, { io, output, wait: (signal) => pause(intervalMs, signal) });
  }
  const asked = await ask(output.closed);
  if (asked.statuses.length > 0 || asked.failures.length === 0) await output.write(await text(asked));
  for (const failure of asked.failures) reportFailure(io, failure);
  io.setExitCode(exitCodeOf(asked, options.failOn));
}

/** What is violated weighs more than what is not known. */
function exitCodeOf({ statuses, failures }: AskedStatuses, failOn: readonly SlaState[]): number {
  const states = statuses.flatMap(({ state, objectives }) => [
    state,
    ...objectives.flatMap((objective) => [
      objective.state,
      ...objective.series.filter((series) => !hasEnded(series)).map((series) => series.state),
    ]),
  ]);
  if (states.some((state) => failOn.includes(state))) return 1;
  return failures.length > 0 ? 2 : 0;
}
