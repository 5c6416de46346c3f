import type { StatusDocument } from '@forewarn/contracts/rest';
import { printable } from '@forewarn/core';
import { formatPercent, noValue } from '../format/number.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import { boundsText } from './bounds-text.js';
import { predictionText } from './prediction-text.js';
import { seriesNames } from './series-names.js';
import type { SlaKind } from './sla-kind.js';

type ObjectiveStatus = StatusDocument['objectives'][number];

/** How it stands now. */
export const slaStatusKind: SlaKind<StatusDocument> = {
  name: 'status',
  summary: 'state, current value and compliance of every objective',
  ask: (manager, question, options) => manager.status(question, options),
  csvColumns: [
    ...['sla', 'objective', 'series', 'partition', 'state', 'reason', 'time', 'value', 'min', 'max'],
    ...['compliance', 'coverage', 'target', 'target_met', 'time_in_violation_seconds'],
  ],
  csvRows: function* ({ name, objectives }) {
    for (const objective of objectives) {
      const { min = null, max = null, target } = objective;
      const head = [name, objective.name];
      if (objective.series.length === 0) {
        const { state, reason } = objective;
        yield [
          ...head,
          null,
          null,
          state,
          reason?.reason ?? null,
          null,
          null,
          min,
          max,
          null,
          null,
          target,
          null,
          null,
        ];
      }
      for (const { series, partition, state, reason, current, ...held } of objective.series) {
        const now = [current?.timestamp ?? null, current?.value ?? null];
        const share = [held.compliance, held.coverage, target, held.targetMet, held.timeInViolationSeconds];
        yield [...head, series, partition, state, reason?.reason ?? null, ...now, min, max, ...share];
      }
    }
  },
  table: ({ name, state, targetMet, objectives }) =>
    `${printable(name)}: ${state}${targetText(targetMet)}\n${renderTable(columns, objectives.flatMap(objectiveRows))}`,
};

const targetText = (targetMet: boolean | null): string => {
  if (targetMet === null) return '';
  return targetMet ? ', target met' : ', target missed';
};

function objectiveRows(objective: ObjectiveStatus): string[][] {
  const { name, unit, target } = objective;
  const mustBe = boundsText(objective, unit);
  const aim = formatPercent(target);
  if (objective.series.length === 0) {
    const why = objective.reason?.detail ?? '';
    return [[name, noValue, objective.state, noValue, mustBe, noValue, aim, why]];
  }
  const names = seriesNames(objective.series);
  return objective.series.map(({ state, reason, current, compliance, prediction }, at) => [
    name,
    names[at]!,
    state,
    current ? formatQuantity(current.value, unit) : noValue,
    mustBe,
    compliance === null ? noValue : formatPercent(compliance),
    aim,
    reason ? reason.detail : predictionText(prediction),
  ]);
}

const columns = [
  { head: 'objective' },
  { head: 'series' },
  { head: 'state' },
  { head: 'now', align: 'right' },
  { head: 'must be' },
  { head: 'held', align: 'right' },
  { head: 'target', align: 'right' },
  { head: 'prediction, or why unknown' },
] as const;
