import type { PredictionsDocument } from '@forewarn/contracts/rest';
import { printable } from '@forewarn/core';
import { noValue } from '../format/number.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import { boundsText } from './bounds-text.js';
import { outlookText } from './prediction-text.js';
import { secondsText } from './seconds-text.js';
import { seriesNames } from './series-names.js';
import type { SlaKind } from './sla-kind.js';

type PredictedObjective = PredictionsDocument['objectives'][number];

/** What will be. */
export const slaPredictionsKind: SlaKind<PredictionsDocument> = {
  name: 'predictions',
  summary: 'will it be violated, how likely, and when',
  ask: (manager, question, options) => manager.predictions(question, options),
  csvColumns: [
    ...['sla', 'objective', 'series', 'partition', 'time', 'mean', 'lower', 'upper', 'probability'],
    ...['reason', 'detail'],
  ],
  csvRows: function* ({ name, objectives }) {
    for (const objective of objectives) {
      for (const { series, partition, prediction, points } of objective.series) {
        const head = [name, objective.name, series, partition];
        if (!prediction.available)
          yield [...head, null, null, null, null, null, prediction.reason, prediction.detail];
        for (const { timestamp, mean, lower, upper, probability } of points)
          yield [...head, timestamp, mean, lower, upper, probability, null, null];
      }
    }
  },
  table: ({ name, horizonSeconds, objectives }) =>
    `${printable(name)}: the next ${secondsText(horizonSeconds)}\n${renderTable(columns, objectives.flatMap(objectiveRows))}`,
};

function objectiveRows(objective: PredictedObjective): string[][] {
  const { name, unit } = objective;
  const mustBe = boundsText(objective, unit);
  if (objective.series.length === 0)
    return [[name, 'no such series', mustBe, noValue, noValue, noValue, noValue, '']];
  const all = endedLast(objective.series);
  const names = seriesNames(all);
  return all.map((one, at) => {
    const { prediction } = one;
    const series = names[at]!;
    const verdict = outlookText(one);
    // What would have come of a series that ended is no forecast of anything.
    if (one.ended || !prediction.available)
      return [name, series, mustBe, noValue, noValue, noValue, noValue, verdict];
    const { min, mean, max, interval } = prediction;
    const values = [min, mean, max].map((value) => formatQuantity(value, unit));
    const between = `${formatQuantity(interval.lower, unit)} to ${formatQuantity(interval.upper, unit)}`;
    return [name, series, mustBe, ...values, between, verdict];
  });
}

const endedLast = (series: PredictedObjective['series']) =>
  series.toSorted((a, b) => Number(a.ended ?? false) - Number(b.ended ?? false));

const columns = [
  { head: 'objective' },
  { head: 'series' },
  { head: 'must be' },
  { head: 'min', align: 'right' },
  { head: 'mean', align: 'right' },
  { head: 'max', align: 'right' },
  { head: 'interval', align: 'right' },
  { head: 'prediction' },
] as const;
