import { randomUUID } from 'node:crypto';
import { serviceLevelsTopic } from '@forewarn/contracts';
import {
  type CallOptions,
  type EventLog,
  type Logger,
  type SeriesSelector,
  TopicTable,
} from '@forewarn/core';
import { type Definition, definitionKey, distinctSelectors, type Indicator, SloError } from '@forewarn/slo';

/** What knowing the definitions needs. */
export interface KnownDefinitionsOptions {
  readonly eventLog: EventLog;
  readonly namespace: string;
  /** What is analysed whatever is defined. */
  readonly selectors: readonly SeriesSelector[];
  readonly logger: Logger;
}

const never = new AbortController().signal;

/** What is defined of the service levels, read from its topic: what their objectives are about is analysed without further settings. */
export class KnownDefinitions {
  readonly #table: TopicTable<Definition>;
  readonly #configured: readonly SeriesSelector[];

  constructor({ selectors, eventLog, namespace, logger }: KnownDefinitionsOptions) {
    const group = `${namespace}.etl-definitions.${randomUUID()}`;
    this.#configured = selectors;
    this.#table = new TopicTable({ eventLog, topic: serviceLevelsTopic, namespace, group, logger });
  }

  /** Follows the topic until the signal. Never rejects: while the log is away, what was known is known on. */
  run(signal: AbortSignal): Promise<void> {
    return this.#table.run(signal);
  }

  /** What is to be analysed: the configured selectors, and behind them those of the objectives, each once. */
  async selectors(signal: AbortSignal): Promise<readonly SeriesSelector[]> {
    await this.#table.untilWhole(signal);
    const ofObjectives = [...this.#table.rows.values()].flatMap((definition) =>
      definition.kind === 'sla' ? definition.selectors : [],
    );
    return distinctSelectors([...this.#configured, ...ofObjectives]);
  }

  /** @throws {SloError} `indicator-not-found` */
  find = async (name: string, { signal = never }: CallOptions): Promise<Indicator> => {
    await this.#table.untilWhole(signal);
    const found = this.#table.rows.get(definitionKey({ kind: 'indicator', name }));
    if (found?.kind === 'indicator') return { name, description: '', definition: found.definition };
    throw new SloError(
      'indicator-not-found',
      `there is no indicator named ${name}, or etl was not told of it yet`,
      { details: { indicator: name } },
    );
  };
}
