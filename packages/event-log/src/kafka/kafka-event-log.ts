import {
  type CallOptions,
  type ConsumeOptions,
  type Consumption,
  type EventLog,
  ForewarnError,
  type NewRecord,
  type TopicSpec,
} from '@forewarn/core';
import { KafkaAdmin } from './kafka-admin.js';
import { KafkaConsumption } from './kafka-consumption.js';
import { impatientRetry, type KafkaSettings, newKafka } from './kafka-settings.js';
import { TopicAppender } from './topic-appender.js';

/** The port on Kafka; see `createKafkaEventLog`. */
export class KafkaEventLog implements EventLog {
  readonly #settings: KafkaSettings;
  readonly #admin: KafkaAdmin;
  readonly #appenders = new Map<string, TopicAppender>();
  readonly #consumptions = new Set<KafkaConsumption>();
  #closing: Promise<void> | undefined;

  constructor(settings: KafkaSettings) {
    this.#settings = settings;
    this.#admin = new KafkaAdmin(settings, () => newKafka(settings, impatientRetry).admin());
  }

  async ensureTopics(topics: readonly TopicSpec[], options: CallOptions = {}): Promise<void> {
    this.#requireOpen();
    await this.#admin.createTopics(topics, options);
  }

  async append(topic: string, records: readonly NewRecord[], options: CallOptions = {}): Promise<void> {
    this.#requireOpen();
    await this.#appender(topic).append(records, options);
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    this.#requireOpen();
    const { topic, group } = options;
    const consumption = new KafkaConsumption({
      options,
      settings: this.#settings,
      logger: this.#settings.logger.child({ topic, group }),
      bounds: (partition) => this.#admin.bounds(topic, partition, {}),
      offsets: (call) => this.#admin.groupOffsets(topic, group, call),
      deleteGroup: () => this.#admin.deleteGroup(group),
    });
    this.#consumptions.add(consumption);
    const forget = () => this.#consumptions.delete(consumption);
    consumption.ended.then(forget, forget);
    try {
      await this.#admin.requireTopic(topic);
      await consumption.start();
      return consumption;
    } catch (thrown) {
      forget();
      throw thrown;
    }
  }

  async check(options: CallOptions = {}): Promise<void> {
    this.#requireOpen();
    await this.#admin.check(options);
  }

  close(): Promise<void> {
    this.#closing ??= this.#windDown();
    return this.#closing;
  }

  async #windDown(): Promise<void> {
    await Promise.all([...this.#consumptions].map((consumption) => consumption.stop()));
    await Promise.all([...this.#appenders.values()].map((appender) => appender.close()));
    await this.#admin.close();
  }

  #appender(topic: string): TopicAppender {
    const known = this.#appenders.get(topic);
    if (known) return known;
    const appender = new TopicAppender(topic, this.#settings, () => this.#admin.requireTopic(topic));
    this.#appenders.set(topic, appender);
    return appender;
  }

  #requireOpen(): void {
    if (!this.#closing) return;
    throw new ForewarnError('event-log-unavailable', 'this connection to Kafka was closed; open another');
  }
}
