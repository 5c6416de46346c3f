import { formatSelector, type SeriesSelector } from '@forewarn/core';
import type { Indicator, IndicatorDefinition } from './indicators/indicator.js';
import type { Sla } from './sla.js';
import type { Maintenance } from './windows/maintenance.js';
import { maintenanceLimits, whyNotMaintenance } from './windows/maintenance-limits.js';

/** What is defined of the service levels, as far as who analyses needs it. */
export type Definition =
  /** An SLA, by what its objectives are about, each selector once; and by its planned maintenance. */
  | {
      readonly kind: 'sla';
      readonly name: string;
      readonly selectors: readonly SeriesSelector[];
      readonly maintenance: readonly Maintenance[];
    }
  | { readonly kind: 'indicator'; readonly name: string; readonly definition: IndicatorDefinition };

/** Which definition another one replaces. */
export const definitionKey = ({ kind, name }: Pick<Definition, 'kind' | 'name'>): string => `${kind} ${name}`;

/** The definitions of all SLAs and indicators; what cannot be read is left out. */
export const definitionsOf = (
  slas: readonly Sla[],
  indicators: readonly Indicator[],
): readonly Definition[] => [
  ...slas.map(
    (sla): Definition => ({
      kind: 'sla',
      name: sla.name,
      selectors: distinctSelectors(
        sla.objectives.filter(({ unreadable }) => !unreadable).map(({ indicator }) => indicator),
      ),
      maintenance: tellable(sla.maintenance ?? []),
    }),
  ),
  ...indicators
    .filter(({ definition }) => !('unreadable' in definition))
    .map(({ name, definition }): Definition => ({ kind: 'indicator', name, definition })),
];

/** Who reads a definition refuses all of it for one entry that cannot be had, and would not analyse the SLA at all. */
const tellable = (all: readonly Maintenance[]): readonly Maintenance[] =>
  all.filter((each) => whyNotMaintenance(each) === undefined).slice(0, maintenanceLimits.mostEntries);

/** Selectors without those that are written like an earlier one. */
export const distinctSelectors = (all: Iterable<SeriesSelector>): SeriesSelector[] => {
  const byText = new Map<string, SeriesSelector>();
  for (const selector of all) {
    const text = formatSelector(selector);
    if (!byText.has(text)) byText.set(text, selector);
  }
  return [...byText.values()];
};
