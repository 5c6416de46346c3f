import { randomUUID } from 'node:crypto';
import { serviceLevelsTopic } from '@forewarn/contracts';
import {
  type CallOptions,
  type EventLog,
  formatSelector,
  type Logger,
  type SeriesSelector,
  TopicTable,
} from '@forewarn/core';
import { type Definition, definitionKey, type Indicator, type Maintenance, SloError } from '@forewarn/slo';

/** What knowing the definitions needs. */
export interface KnownDefinitionsOptions {
  readonly eventLog: EventLog;
  readonly namespace: string;
  /** What is analysed whatever is defined. */
  readonly selectors: readonly SeriesSelector[];
  readonly logger: Logger;
}

/** What is to be analysed, and when its SLAs have planned maintenance. */
export interface PlannedSelector {
  readonly selector: SeriesSelector;
  /** Of all SLAs that have the selector. */
  readonly maintenance: readonly Maintenance[];
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
  async selectors(signal: AbortSignal): Promise<readonly PlannedSelector[]> {
    await this.#table.untilWhole(signal);
    const byText = new Map<string, { selector: SeriesSelector; maintenance: Maintenance[] }>();
    const add = (selectors: readonly SeriesSelector[], maintenance: readonly Maintenance[]) => {
      for (const selector of selectors) {
        const text = formatSelector(selector);
        const known = byText.get(text) ?? { selector, maintenance: [] };
        byText.set(text, known);
        known.maintenance.push(...maintenance);
      }
    };
    add(this.#configured, []);
    for (const each of this.#table.rows.values())
      if (each.kind === 'sla') add(each.selectors, each.maintenance);
    return [...byText.values()];
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
