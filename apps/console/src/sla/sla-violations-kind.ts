import type { ViolationsDocument } from '@forewarn/contracts/rest';
import { printable } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { formatNumber, formatPercent } from '../format/number.js';
import { formatQuantity } from '../format/quantity.js';
import { renderTable } from '../format/table.js';
import { secondsText } from './seconds-text.js';
import { seriesNames } from './series-names.js';
import type { SlaKind } from './sla-kind.js';

/** When it was violated. */
export const slaViolationsKind: SlaKind<ViolationsDocument> = {
  name: 'violations',
  summary: 'past violations: minutes, episodes, time in violation',
  ask: (manager, question, options) => manager.violations(question, options),
  csvColumns: ['sla', 'objective', 'series', 'partition', 'time', 'value', 'bound'],
  csvRows: function* ({ name, objectives }) {
    for (const objective of objectives) {
      for (const { series, partition, samples } of objective.series) {
        for (const { timestamp, value, bound } of samples)
          yield [name, objective.name, series, partition, timestamp, value, bound];
      }
    }
  },
  table: (answer) => {
    const { name, range, count, timeInViolationSeconds } = answer;
    const episodes = episodeRows(answer);
    return (
      `${printable(name)}: ${formatNumber(count)} minutes in violation (${secondsText(timeInViolationSeconds)}), ` +
      `${instantText(range.start)} to ${instantText(range.end)} UTC\n` +
      renderTable(seriesColumns, seriesRows(answer)) +
      (episodes.length > 0 ? renderTable(episodeColumns, episodes) : '')
    );
  },
};

const instantText = (rfc3339: string): string => formatInstant(Date.parse(rfc3339));

const seriesRows = ({ objectives }: ViolationsDocument): string[][] =>
  objectives.flatMap((objective) => {
    const names = seriesNames(objective.series);
    return objective.series.map(({ count, timeInViolationSeconds, episodes, coverage }, at) => [
      objective.name,
      names[at]!,
      formatNumber(count),
      secondsText(timeInViolationSeconds),
      formatNumber(episodes.length),
      formatPercent(coverage),
    ]);
  });

const episodeRows = ({ objectives }: ViolationsDocument): string[][] =>
  objectives.flatMap(({ name, unit, ...objective }) => {
    const names = seriesNames(objective.series);
    return objective.series.flatMap(({ episodes }, at) =>
      episodes.map(({ start, end, durationSeconds, worst }) => [
        name,
        names[at]!,
        instantText(start),
        instantText(end),
        secondsText(durationSeconds),
        `${formatQuantity(worst.value, unit)} (${worst.bound})`,
      ]),
    );
  });

const seriesColumns = [
  { head: 'objective' },
  { head: 'series' },
  { head: 'minutes', align: 'right' },
  { head: 'time', align: 'right' },
  { head: 'episodes', align: 'right' },
  { head: 'data', align: 'right' },
] as const;

const episodeColumns = [
  { head: 'objective' },
  { head: 'series' },
  { head: 'from (UTC)' },
  { head: 'to' },
  { head: 'lasted', align: 'right' },
  { head: 'worst', align: 'right' },
] as const;
