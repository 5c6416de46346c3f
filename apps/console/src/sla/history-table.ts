import type { ObjectiveHistoryDocument } from '@forewarn/contracts/rest';
import { alignDown, formatDuration, printable } from '@forewarn/core';
import { type FittedColumn, fittedTable } from '../format/fitted-table.js';
import { formatInstant } from '../format/instant.js';
import { formatPercent, noValue } from '../format/number.js';
import { probabilityText } from './prediction-text.js';
import { type StatusTableOptions, stateStyle } from './status-table.js';
import type { VerdictRun } from './verdict-runs.js';

/** How one objective stood. */
export interface ObjectiveRuns extends Pick<ObjectiveHistoryDocument, 'name' | 'objective' | 'range'> {
  /** Newest first. */
  readonly runs: readonly VerdictRun[];
}

const noVerdict = 'no verdict';
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/**
 * The runs of all objectives of one SLA in one table, objective by objective, under what and when it is about.
 *
 * @param all  at least one
 */
export function historyTable(all: readonly ObjectiveRuns[], { style, width }: StatusTableOptions): string {
  const [first] = all;
  if (first === undefined) return '';
  const isOne = all.length === 1;
  const paint = (cell: string) => stateStyle(style, cell.trim())(cell);
  const columns: FittedColumn[] = [
    { head: 'objective', shrinks: true },
    // The year stands above, and minutes end on the second: what is left out makes room for the states.
    { head: 'from (UTC)' },
    { head: 'to', align: 'right' },
    { head: 'lasted', align: 'right' },
    { head: 'state', shrinks: true, paint },
    { head: 'held ≥', align: 'right' },
    { head: 'risk ≤', align: 'right' },
  ];
  const rows = all.flatMap(rowsOf);
  // Where there is one objective, it is named above.
  const from = isOne ? 1 : 0;
  return (
    heading(first, isOne) +
    fittedTable(
      columns.slice(from),
      rows.map((row) => row.slice(from)),
      width,
    )
  );
}

function heading({ name, objective, range }: ObjectiveRuns, isOne: boolean): string {
  const what = isOne && objective !== name ? `${name} / ${objective}` : name;
  const [start, end] = [range.start, range.end].map((time) => formatInstant(Date.parse(time)));
  return `${printable(what)}\n${start} to ${end} UTC\n\n`;
}

const rowsOf = ({ objective, runs }: ObjectiveRuns): string[][] =>
  runs.length === 0
    ? [[objective, noValue, noValue, noValue, noVerdict, noValue, noValue]]
    : runs.map((run) => [objective, ...timesOf(run), stateText(run), ...worstOf(run)]);

/** `11-21 11:00`, and of an end on the same day the time of day. */
function timesOf({ startMs, endMs }: VerdictRun): string[] {
  const [start = '', end = ''] = [startMs, endMs].map((ms) => formatInstant(ms).slice(5, 16));
  const isSameDay = start.slice(0, 5) === end.slice(0, 5);
  return [start, isSameDay ? end.slice(6) : end, lengthText(endMs - startMs)];
}

/** Of more than a day the whole hours: from when to when stands beside it. */
const lengthText = (ms: number): string => formatDuration(ms < dayMs ? ms : alignDown(ms, hourMs));

function stateText({ state, reason }: VerdictRun): string {
  if (state === null) return noVerdict;
  return reason === null ? state : `${state}: ${reason}`;
}

const worstOf = ({ lowestCompliance, highestProbability }: VerdictRun): string[] => [
  lowestCompliance === null ? noValue : formatPercent(lowestCompliance),
  highestProbability === null ? noValue : probabilityText(highestProbability),
];
