import { ForewarnError } from '@forewarn/core';
import { reportFailure, writeAll } from '../commands/run-command.js';
import { styleOf } from '../format/style.js';
import { type ConsoleIo, widthOf } from '../io/console-io.js';
import type { Output } from '../io/output.js';
import type { Retrieval } from '../retrieval/retrieval.js';
import { askStatuses } from '../sla/ask-statuses.js';
import type { SlaManager } from '../sla/sla-manager.js';
import { slaPredictionsPrinter } from '../sla/sla-printers.js';
import { printStatuses } from '../sla/status-printer.js';
import type { Chooser } from './chooser.js';
import {
  type MenuAction,
  menuEntries,
  numberCheck,
  numbered,
  numberedLines,
  numberedMetrics,
} from './menu-entries.js';
import { metricReport } from './metric-report.js';
import { otherMetrics } from './server-metrics.js';

/** What the menu works with. */
export interface ConsoleDependencies {
  readonly io: ConsoleIo;
  readonly output: Output;
  readonly chooser: Chooser;
  readonly retrieval: Retrieval;
  readonly slaManager: SlaManager;
  /** Most rows of long tables. */
  readonly rowLimit: number;
}

/** The menu, ready to run. */
export interface RetrievalConsole {
  /** Asks and prints until the person leaves, the input ends or Ctrl-C comes. */
  run(): Promise<void>;
}

/**
 * The menu of the retrieval console. It outlives every failure of a server; a script that pipes its choices in learns of one by exit code 1.
 */
export function createConsole(dependencies: ConsoleDependencies): RetrievalConsole {
  return {
    run: async () => {
      const { io, output } = dependencies;
      const leaving = new AbortController();
      const leave = () => leaving.abort();
      io.signals.on('SIGINT', leave);
      try {
        await loop(dependencies, AbortSignal.any([leaving.signal, output.closed]));
      } finally {
        io.signals.off('SIGINT', leave);
      }
    },
  };
}

async function loop(dependencies: ConsoleDependencies, signal: AbortSignal): Promise<void> {
  const { output, chooser } = dependencies;
  const check = numberCheck(1, menuEntries.length, ' (7 leaves)');
  while (!signal.aborted) {
    const choices = numbered(menuEntries.map(({ title }) => title));
    await output.write(
      `\nForewarn retrieval console\n${chooser.showsChoices ? '' : `${numberedLines(choices)}\n`}`,
    );
    const answer = await chooser.ask({ message: 'Your choice:', check, choices }, signal);
    const action = answer === undefined ? undefined : menuEntries[Number(answer) - 1]?.action;
    if (!action || action.kind === 'exit') break;
    await attempt(dependencies, action, signal);
  }
  if (!output.closed.aborted) await output.write('\nGood-bye.\n');
}

/** Does what was chosen; a failure is told and the menu lives on. */
async function attempt(
  dependencies: ConsoleDependencies,
  action: MenuAction,
  signal: AbortSignal,
): Promise<void> {
  const { io } = dependencies;
  try {
    await perform(dependencies, action, signal);
  } catch (thrown) {
    if (ForewarnError.from(thrown).kind === 'cancelled' && signal.aborted) return;
    reportFailure(io, thrown);
    if (!io.stdin.isTTY) io.setExitCode(1);
  }
}

async function perform(
  dependencies: ConsoleDependencies,
  action: MenuAction,
  signal: AbortSignal,
): Promise<void> {
  const { output, retrieval, slaManager } = dependencies;
  switch (action.kind) {
    case 'metric':
      return printMetrics(dependencies, [action.metric], signal);
    case 'all-metrics':
      return printMetrics(
        dependencies,
        [...numberedMetrics, ...(await otherMetrics(retrieval, { signal }))],
        signal,
      );
    case 'other-metric':
      return printMetrics(dependencies, await chooseOther(dependencies, signal), signal);
    case 'sla-status':
      return printAllStatuses(dependencies, signal);
    case 'sla-predictions':
      return writeAll(output, slaPredictionsPrinter.print(slaManager, {}, 'table', { signal }));
    case 'exit':
  }
}

async function printAllStatuses(
  { io, output, slaManager }: ConsoleDependencies,
  signal: AbortSignal,
): Promise<void> {
  const { statuses, failures } = await askStatuses(slaManager, undefined, { signal });
  await writeAll(output, printStatuses(statuses, 'table', { style: styleOf(io), width: widthOf(io) }));
  for (const failure of failures) reportFailure(io, failure);
  if (failures.length > 0 && !io.stdin.isTTY) io.setExitCode(1);
}

async function printMetrics(
  { io, output, retrieval, rowLimit }: ConsoleDependencies,
  metrics: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const heading = styleOf(io).bold;
  for (const metric of metrics)
    await writeAll(output, metricReport(retrieval, metric, { signal, rowLimit, heading }));
}

/** Offers the metrics that have no number of their own; none is chosen by 0, or when there are none. */
async function chooseOther(
  { output, chooser, retrieval }: ConsoleDependencies,
  signal: AbortSignal,
): Promise<string[]> {
  const metrics = await otherMetrics(retrieval, { signal });
  if (metrics.length === 0) {
    await output.write('\nthe server has no other metrics\n');
    return [];
  }
  const choices = numbered(metrics);
  if (!chooser.showsChoices) await output.write(`\n${numberedLines(choices)}\n`);
  const check = numberCheck(0, metrics.length, ' (0 goes back)');
  const back = { number: 0, title: 'back' };
  const answer = await chooser.ask({ message: 'Which metric:', check, choices: [...choices, back] }, signal);
  const chosen = metrics[Number(answer ?? 0) - 1];
  return chosen === undefined ? [] : [chosen];
}
