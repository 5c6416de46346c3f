import type { CallOptions } from '@forewarn/core';
import {
  definitionsOf,
  distinctSelectors,
  type IndicatorRepository,
  type SlaRepository,
  withIndicators,
} from '@forewarn/slo';
import type { EmbeddedSource } from './metric-source.js';

/** What is defined. */
export type DefinitionReader = Pick<
  SlaRepository & IndicatorRepository,
  'listSlas' | 'listIndicators' | 'getIndicator'
>;

/** What is analysed: what the user selected, and what objectives are about, from a source that has their indicators too. */
export async function watchedSeries(
  { source, selectors, description }: Pick<EmbeddedSource, 'source' | 'selectors' | 'description'>,
  store: DefinitionReader,
  options: CallOptions,
): Promise<Pick<EmbeddedSource, 'source' | 'selectors' | 'description'>> {
  const [slas, indicators] = await Promise.all([store.listSlas(options), store.listIndicators(options)]);
  const ofObjectives = definitionsOf(slas, indicators).flatMap((definition) =>
    definition.kind === 'sla' ? definition.selectors : [],
  );
  return {
    source: withIndicators(source, (name, call) => store.getIndicator(name, call)),
    selectors: distinctSelectors([...selectors, ...ofObjectives]),
    description,
  };
}
