import { type CallOptions, cancellation, ForewarnError, type NewRecord } from '@forewarn/core';
import type { Message } from 'kafkajs';
import { AppendQueue, type PendingAppend, type QueuedMessage } from './append-queue.js';
import { kafkaAnswer } from './kafka-answer.js';
import type { KafkaSettings } from './kafka-settings.js';
import { TopicProducer } from './topic-producer.js';

/** Bytes that may wait to be sent before appends are turned away. */
const longestQueueBytes = 64 * 1024 * 1024;
/** What a record takes on the wire beside its texts and bytes, generously. */
const overheadBytes = 80;

/** Appends to one topic, in order, one request at a time; appends that come meanwhile share the next one. */
export class TopicAppender {
  readonly #topic: string;
  readonly #settings: KafkaSettings;
  readonly #requireTopic: () => Promise<void>;
  readonly #queue = new AppendQueue();
  #producer: TopicProducer | undefined;
  #sending: Promise<void> | undefined;

  /** @param requireTopic  rejects, soon, when Kafka cannot be reached or has no such topic */
  constructor(topic: string, settings: KafkaSettings, requireTopic: () => Promise<void>) {
    this.#topic = topic;
    this.#settings = settings;
    this.#requireTopic = requireTopic;
  }

  /** Resolves when all in-sync replicas have the records. */
  async append(records: readonly NewRecord[], { signal }: CallOptions): Promise<void> {
    const what = `appending to ${this.#topic}`;
    if (signal?.aborted) throw cancellation(what, signal);
    if (records.length === 0) return;
    if (this.#queue.bytes > longestQueueBytes) throw this.#queueFull();
    const append = this.#queue.push(records.map(toMessage));
    this.#sending ??= this.#sendAll();
    try {
      await kafkaAnswer(append.settlement.promise, {
        timeoutMs: this.#settings.appendTimeoutMs,
        signal,
        what,
      });
    } finally {
      append.isSettled = true;
    }
  }

  /** Waits for what is in the queue, and disconnects. */
  async close(): Promise<void> {
    await this.#sending;
    await this.#producer?.abandon();
    this.#producer = undefined;
  }

  /** Never rejects: each append is settled by itself. */
  async #sendAll(): Promise<void> {
    for (let batch = this.#queue.take(); batch.length > 0; batch = this.#queue.take()) {
      await this.#send(batch);
    }
    this.#sending = undefined;
  }

  async #send(batch: readonly QueuedMessage[]): Promise<void> {
    try {
      this.#producer ??= await this.#connect();
      await this.#producer.send(batch.map(({ message }) => message));
      for (const { append } of batch) acknowledge(append);
    } catch (thrown) {
      void this.#producer?.abandon();
      this.#producer = undefined;
      const error = ForewarnError.from(thrown);
      for (const { append } of batch) {
        append.isSettled = true;
        append.settlement.reject(error);
      }
    }
  }

  async #connect(): Promise<TopicProducer> {
    await this.#requireTopic();
    const producer = new TopicProducer(this.#topic, this.#settings);
    try {
      await producer.connect();
      return producer;
    } catch (thrown) {
      void producer.abandon();
      throw thrown;
    }
  }

  #queueFull(): ForewarnError {
    const message = `more than ${longestQueueBytes} bytes wait to be sent to ${this.#topic}; append more slowly`;
    return new ForewarnError('event-log-unavailable', message, { details: { topic: this.#topic } });
  }
}

function acknowledge(append: PendingAppend): void {
  append.remaining -= 1;
  if (append.remaining === 0) append.settlement.resolve();
}

function toMessage({ key, value, headers }: NewRecord): { message: Message; bytes: number } {
  const texts = [key ?? '', ...Object.entries(headers).flat()];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), value.byteLength + overheadBytes);
  // Kafka's compaction takes a key away where there is no value, not where it is empty.
  const content =
    value.byteLength === 0 ? null : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return { message: { key, value: content, headers: { ...headers } }, bytes };
}
