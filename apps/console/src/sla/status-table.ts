import type { StatusDocument } from '@forewarn/contracts/rest';
import { fittedTable } from '../format/fitted-table.js';
import { formatPercent, noValue } from '../format/number.js';
import { formatQuantity } from '../format/quantity.js';
import type { Style } from '../format/style.js';
import { boundsText } from './bounds-text.js';
import { predictionText, presentText } from './prediction-text.js';
import { seriesNames } from './series-names.js';

type ObjectiveStatus = StatusDocument['objectives'][number];
type SeriesStatus = ObjectiveStatus['series'][number];

/** A state of an SLA, an objective or a series. */
export type SlaState = StatusDocument['state'];

/** States of rows, worst first. A series that ended has left the verdict of its objective. */
const statesWorstFirst = ['violated', 'at-risk', 'insufficient-data', 'ok', 'ended'] as const;
type RowState = (typeof statesWorstFirst)[number];

/** How the table looks. */
export interface StatusTableOptions {
  readonly style: Style;
  /** Of the terminal, in characters. */
  readonly width: number;
}

interface Row {
  readonly state: RowState;
  readonly cells: readonly string[];
}

/** All objectives of all SLAs in one table, worst first, and how many are how. */
export function statusTable(all: readonly StatusDocument[], { style, width }: StatusTableOptions): string {
  const rows = all.flatMap((status) => status.objectives.flatMap((objective) => rowsOf(status, objective)));
  const rank = ({ state }: Row) => statesWorstFirst.indexOf(state);
  const sorted = rows.toSorted((a, b) => rank(a) - rank(b));
  const paint = (cell: string) => stateStyle(style, cell.trim())(cell);
  const columns = [
    { head: 'state', paint },
    { head: 'objective', shrinks: true },
    { head: 'now', align: 'right' },
    { head: 'must be' },
    { head: 'held', align: 'right' },
    { head: 'outlook', shrinks: true },
  ] as const;
  return `${fittedTable(
    columns,
    sorted.map(({ cells }) => cells),
    width,
  )}\n${countsText(rows)}\n`;
}

/** The colour of a state; what is no state, and what nobody knows, has none. */
export function stateStyle(style: Style, state: string): (text: string) => string {
  if (state === 'violated') return style.red;
  if (state === 'at-risk') return style.yellow;
  return state === 'ok' ? style.green : (text) => text;
}

function countsText(rows: readonly Row[]): string {
  const counts = statesWorstFirst.map(
    (state) => [rows.filter((row) => row.state === state).length, state] as const,
  );
  return counts.flatMap(([count, state]) => (count > 0 ? [`${count} ${state}`] : [])).join(', ');
}

function rowsOf(sla: StatusDocument, objective: ObjectiveStatus): Row[] {
  const { unit, state, reason, series } = objective;
  const name = objective.name === sla.name ? sla.name : `${sla.name} / ${objective.name}`;
  const mustBe = boundsText(objective, unit);
  if (series.length === 0)
    return [{ state, cells: [state, name, noValue, mustBe, noValue, reason?.detail ?? ''] }];
  const names = seriesNames(series);
  return series.map((one, at) => ({
    state: rowState(one),
    cells: [
      rowState(one),
      series.length > 1 ? `${name} / ${names[at]}` : name,
      one.current ? formatQuantity(one.current.value, unit) : noValue,
      mustBe,
      one.compliance === null ? noValue : formatPercent(one.compliance),
      outlookText(one),
    ],
  }));
}

/** Whether a series ended while others of its objective go on: a pod that was replaced. */
export const hasEnded = ({ reason }: SeriesStatus): boolean => reason?.reason === 'ended';

const rowState = (series: SeriesStatus): RowState => (hasEnded(series) ? 'ended' : series.state);

/** What is violated already needs no prediction of it. */
function outlookText(series: SeriesStatus): string {
  const { state, reason, current, prediction } = series;
  if (hasEnded(series)) return 'its minutes count';
  if (state === 'violated') return presentText(current) ?? 'violated now';
  return reason ? reason.detail : predictionText(prediction);
}
