import { type SlaDocument, windowText } from '@forewarn/contracts/rest';
import { printable } from '@forewarn/core';
import { formatPercent } from '../format/number.js';
import { renderTable } from '../format/table.js';
import { boundsText, indicatorUnit } from './bounds-text.js';
import type { SlaKind } from './sla-kind.js';

/** What was agreed. */
export const slaListKind: SlaKind<SlaDocument> = {
  name: 'list',
  summary: 'SLAs with their objectives',
  ask: (manager, question, options) => manager.get(question, options),
  askAll: (manager, options) => manager.list(options),
  csvColumns: ['sla', 'description', 'objective', 'indicator', 'min', 'max', 'target', 'window'],
  csvRows: ({ name, description, objectives }) =>
    objectives.map((objective) => [
      name,
      description,
      objective.name,
      objective.indicator,
      objective.min ?? null,
      objective.max ?? null,
      objective.target,
      windowText(objective.window),
    ]),
  table: ({ name, description, objectives }) =>
    `${printable(name)}${description ? `: ${printable(description)}` : ''}\n` +
    renderTable(
      columns,
      objectives.map((objective) => [
        objective.name,
        objective.indicator,
        boundsText(objective, indicatorUnit(objective.indicator)),
        formatPercent(objective.target),
        windowText(objective.window),
      ]),
    ),
};

const columns = [
  { head: 'objective' },
  { head: 'indicator' },
  { head: 'must be' },
  { head: 'target', align: 'right' },
  { head: 'over', align: 'right' },
] as const;
