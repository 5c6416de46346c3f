import kafkajs, { CompressionTypes, type Message, type Producer } from 'kafkajs';
import { kafkaAnswer } from './kafka-answer.js';
import { type KafkaSettings, newKafka, patientRetry } from './kafka-settings.js';
import { steadyPartitioner } from './steady-partitioner.js';
import { translateKafkaError } from './translate-kafka-error.js';

/**
 * An idempotent producer of one topic, for one request at a time: a second one, sent while the first is tried again, would
 * take the first one's sequence numbers in kafkajs, and the broker would drop its records as duplicates.
 * A producer that has failed once must not be used again, for the same reason.
 */
export class TopicProducer {
  readonly #topic: string;
  readonly #settings: KafkaSettings;
  readonly #producer: Producer;
  #isAbandoned = false;

  constructor(topic: string, settings: KafkaSettings) {
    this.#topic = topic;
    this.#settings = settings;
    this.#producer = newKafka(settings, patientRetry(settings)).producer({
      idempotent: true,
      allowAutoTopicCreation: false,
      createPartitioner: steadyPartitioner(() => this.#refuseWhenAbandoned()),
      retry: { ...patientRetry(settings), retries: Number.MAX_SAFE_INTEGER },
    });
  }

  /** @throws {ForewarnError} `event-log-unavailable`, within the connection's time-out; `event-log-rejected` */
  async connect(): Promise<void> {
    const what = `connecting to append to ${this.#topic}`;
    await this.#limited(this.#producer.connect(), what, this.#settings.connectTimeoutMs);
  }

  /**
   * Sends and waits for all in-sync replicas, also past the restart of a broker.
   *
   * @throws {ForewarnError} `event-log-unavailable`, `event-log-rejected`
   */
  async send(messages: Message[]): Promise<void> {
    const { compression, requestTimeoutMs, appendTimeoutMs } = this.#settings;
    const sent = this.#producer.send({
      topic: this.#topic,
      messages,
      acks: -1,
      timeout: requestTimeoutMs,
      compression: compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None,
    });
    await this.#limited(sent, `appending to ${this.#topic}`, appendTimeoutMs);
  }

  /** Sends nothing more, not even what is being tried again, and disconnects in its own time. */
  async abandon(): Promise<void> {
    this.#isAbandoned = true;
    try {
      await this.#producer.disconnect();
    } catch (error) {
      this.#settings.logger.debug({ error, topic: this.#topic }, 'a producer did not disconnect cleanly');
    }
  }

  async #limited(call: Promise<unknown>, what: string, timeoutMs: number): Promise<void> {
    try {
      await kafkaAnswer(call, { timeoutMs, what });
    } catch (thrown) {
      throw this.#settings.access.judge(translateKafkaError(thrown, what));
    }
  }

  #refuseWhenAbandoned(): void {
    if (this.#isAbandoned) throw new kafkajs.KafkaJSNonRetriableError('the append has been given up');
  }
}
