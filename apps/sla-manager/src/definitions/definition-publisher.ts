import { randomUUID } from 'node:crypto';
import { serviceLevelsTopic } from '@forewarn/contracts';
import {
  type EventLog,
  ForewarnError,
  type Logger,
  type NewRecord,
  pause,
  removalOf,
  TopicTable,
} from '@forewarn/core';
import { definitionsOf, type IndicatorRepository, type SlaRepository } from '@forewarn/slo';
import { type BackgroundTask, createBackgroundTask } from '../background-task.js';

/** What publishing needs. */
export interface DefinitionPublisherOptions {
  readonly eventLog: EventLog;
  readonly namespace: string;
  readonly store: Pick<SlaRepository & IndicatorRepository, 'listSlas' | 'listIndicators'>;
  readonly logger: Logger;
}

/** Tells etl what is defined of the service levels: what differs from what was told before, now and each minute. */
export interface DefinitionPublisher extends BackgroundTask {
  /** Something was written: it is published soon, if it can be. */
  changed(): void;
}

/** What another process wrote, or could not publish, is published by then. */
const everyMs = 60_000;

/**
 * Keeps the topic of definitions as the store is. Any number of processes may do so: each compares the store with the topic and appends what
 * differs, so that nothing is lost while the log is away, and nothing has to be written to both at once.
 */
export function createDefinitionPublisher(options: DefinitionPublisherOptions): DefinitionPublisher {
  const { eventLog, namespace, store, logger } = options;
  const topic = serviceLevelsTopic;
  const table = new TopicTable({
    eventLog,
    topic,
    namespace,
    group: `${namespace}.sla-manager-definitions.${randomUUID()}`,
    logger,
  });
  let waiting = new AbortController();

  const publish = async (signal: AbortSignal) => {
    const call = { signal };
    const [slas, indicators] = await Promise.all([store.listSlas(call), store.listIndicators(call)]);
    const wanted = definitionsOf(slas, indicators).map((definition) => topic.encode(definition));
    const keys = new Set(wanted.map(({ key }) => key));
    const isNew = ({ key, value }: NewRecord & { readonly key: string }) => {
      const known = table.rows.get(key);
      return known === undefined || Buffer.compare(topic.encode(known).value, value) !== 0;
    };
    const gone = [...table.rows.keys()].filter((key) => !keys.has(key)).map(removalOf);
    const records = [...wanted.filter(isNew), ...gone];
    if (records.length === 0) return;
    await append(records, signal);
    logger.info({ definitions: records.length }, 'told etl what is defined of the service levels');
  };

  /** One that the log refuses for good does not keep the others back. */
  const append = async (records: readonly NewRecord[], signal: AbortSignal) => {
    try {
      await table.append(records, { signal });
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (error.retryable || signal.aborted) throw error;
      if (records.length > 1) for (const record of records) await append([record], signal);
      else logger.warn({ definition: records[0]?.key, error }, 'a definition cannot be told to etl');
    }
  };

  const run = async (signal: AbortSignal) => {
    await table.untilWhole(signal);
    while (!signal.aborted) {
      // What is written from here on has to be looked at again.
      waiting = new AbortController();
      await publish(signal).catch((thrown: unknown) => {
        const error = ForewarnError.from(thrown);
        if (!signal.aborted)
          logger.warn({ error }, 'definitions cannot be told to etl just now; trying again');
      });
      await pause(everyMs, AbortSignal.any([signal, waiting.signal]));
    }
  };

  const task = createBackgroundTask((signal) => Promise.all([table.run(signal), run(signal)]));
  return { ...task, changed: () => waiting.abort('changed') };
}
