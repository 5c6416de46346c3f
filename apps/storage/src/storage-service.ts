import { type Consumption, ensureTopics, ForewarnError, formatDuration } from '@forewarn/core';
import { type Service, untilAvailable } from '@forewarn/lifecycle';
import { deadLetterTopicOf } from './dead-letters.js';
import type { OpenTopic, StoredTopic } from './stored-topic.js';
import type { TopicStorageDeps } from './topic-storage.js';

/** What the storage service needs. */
export interface StorageServiceOptions extends TopicStorageDeps {
  readonly topics: readonly StoredTopic[];
  readonly topicPartitions: number;
}

const takesNoPart = 'storage takes no part in the work: it starts or stops.';

/** Stores all topics from its start until it stops. */
export class StorageService implements Service {
  readonly name = 'storage';
  readonly failure: Promise<never>;
  readonly #options: StorageServiceOptions;
  readonly #storages: readonly OpenTopic[];
  readonly #stopping = new AbortController();
  readonly #consumptions: Consumption[] = [];
  #pruned: readonly Promise<void>[] = [];
  #fail: (error: unknown) => void = () => {};
  #takesPart = false;

  constructor(options: StorageServiceOptions) {
    this.#options = options;
    this.#storages = options.topics.map((topic) => topic.open(options));
    this.failure = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.failure.catch(() => {});
  }

  async start(signal: AbortSignal): Promise<void> {
    const { topics, logger } = this.#options;
    const wait = { signal, logger };
    for (const { schema } of topics)
      await untilAvailable('the store', () => schema.migrate({ signal }), wait);
    await untilAvailable('the event log', () => this.#prepareTopics(signal), wait);
    for (const storage of this.#storages) {
      const consumption = await untilAvailable(`the topic ${storage.name}`, () => storage.consume(), wait);
      consumption.ended.catch(this.#fail);
      this.#consumptions.push(consumption);
    }
    this.#pruned = this.#storages.map((storage) => storage.prune(this.#stopping.signal));
    this.#takesPart = true;
    for (const { name, retentionMs } of this.#storages) {
      const retention = retentionMs === undefined ? 'for ever' : formatDuration(retentionMs);
      logger.info({ topic: name, retention }, 'storage takes part');
    }
  }

  async check(signal: AbortSignal): Promise<void> {
    const { topics, eventLog } = this.#options;
    if (!this.#takesPart)
      throw new ForewarnError('event-log-unavailable', takesNoPart, { told: takesNoPart });
    await Promise.all(topics.map(({ schema }) => schema.check({ signal, forWriting: true })));
    await eventLog.check({ signal });
  }

  async stop(): Promise<void> {
    this.#takesPart = false;
    this.#stopping.abort();
    await Promise.all([...this.#consumptions.map((consumption) => consumption.stop()), ...this.#pruned]);
  }

  async #prepareTopics(signal: AbortSignal): Promise<void> {
    const { eventLog, namespace, topics, topicPartitions: partitions } = this.#options;
    await eventLog.check({ signal });
    const all = topics.flatMap(({ topic }) => [topic, deadLetterTopicOf(topic)]);
    await ensureTopics(eventLog, all, { namespace, partitions }, { signal });
  }
}
