import { formatSelector, type SeriesSelector } from '@forewarn/core';
import type { Indicator, IndicatorDefinition } from './indicators/indicator.js';
import type { Sla } from './sla.js';

/** What is defined of the service levels, as far as who analyses needs it. */
export type Definition =
  /** An SLA, by what its objectives are about; each selector once. */
  | { readonly kind: 'sla'; readonly name: string; readonly selectors: readonly SeriesSelector[] }
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
    }),
  ),
  ...indicators
    .filter(({ definition }) => !('unreadable' in definition))
    .map(({ name, definition }): Definition => ({ kind: 'indicator', name, definition })),
];

/** Selectors without those that are written like an earlier one. */
export const distinctSelectors = (all: Iterable<SeriesSelector>): SeriesSelector[] => {
  const byText = new Map<string, SeriesSelector>();
  for (const selector of all) {
    const text = formatSelector(selector);
    if (!byText.has(text)) byText.set(text, selector);
  }
  return [...byText.values()];
};
