import { type CallOptions, ForewarnError, type OffsetBounds, type TopicSpec } from '@forewarn/core';
import type { Admin } from 'kafkajs';
import { kafkaAnswer } from './kafka-answer.js';
import type { KafkaSettings } from './kafka-settings.js';
import { translateAdminError } from './translate-kafka-error.js';
import { untilTopicsKnown } from './until-topics-known.js';

// A stopping process has little time, and the broker deletes the group by itself later.
const deleteGroupTimeoutMs = 2_000;

/** What a partition holds, and where a group stands in it. */
export interface GroupOffsets extends OffsetBounds {
  readonly partition: number;
  /** Undefined where the group has stored none. */
  readonly stored: number | undefined;
}

/** What of the adapter's settings the calls need. */
type AdminSettings = Pick<
  KafkaSettings,
  'connectTimeoutMs' | 'requestTimeoutMs' | 'replicationFactor' | 'logger' | 'access'
>;

/** A connection, and the calls that still run over it. */
interface Connection {
  readonly admin: Promise<Admin>;
  readonly calls: Set<Promise<unknown>>;
}

/** Calls about topics, groups and the cluster. Connects at the first call, and anew behind a call that failed. */
export class KafkaAdmin {
  readonly #settings: AdminSettings;
  readonly #newAdmin: () => Admin;
  #connection: Connection | undefined;

  /** @param newAdmin  makes a client that is not connected yet */
  constructor(settings: AdminSettings, newAdmin: () => Admin) {
    this.#settings = settings;
    this.#newAdmin = newAdmin;
  }

  /** Creates the topics that do not exist. Resolves when they can be used, whoever created them. */
  async createTopics(specs: readonly TopicSpec[], options: CallOptions): Promise<void> {
    if (specs.length === 0) return;
    const { replicationFactor, requestTimeoutMs } = this.#settings;
    const topics = specs.map(({ name, partitions, ...kept }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor,
      configEntries: configOf(kept),
    }));
    const names = specs.map(({ name }) => name);
    await this.#call(`creating ${names.join(', ')}`, options, async (admin) => {
      // Asked first: creating what exists is an error to kafkajs and the broker, and a user who may not create may still use them.
      const present = new Set(await admin.listTopics());
      const absent = topics.filter(({ topic }) => !present.has(topic));
      if (absent.length > 0)
        await admin.createTopics({ topics: absent, timeout: requestTimeoutMs, waitForLeaders: false });
      await untilTopicsKnown(admin, names, { timeoutMs: requestTimeoutMs, signal: options.signal });
    });
  }

  /** @throws {ForewarnError} `event-log-rejected` when there is no such topic; `event-log-unavailable` */
  async requireTopic(topic: string, options: CallOptions = {}): Promise<void> {
    await this.#call(`looking for ${topic}`, options, (admin) =>
      admin.fetchTopicMetadata({ topics: [topic] }),
    );
  }

  /** The offsets that a partition holds just now. */
  async bounds(topic: string, partition: number, options: CallOptions): Promise<OffsetBounds> {
    const offsets = await this.#call(`reading the bounds of ${topic}`, options, (admin) =>
      admin.fetchTopicOffsets(topic),
    );
    const found = offsets.find((offset) => offset.partition === partition);
    if (found) return { earliest: Number(found.low), end: Number(found.high) };
    const message = `Kafka does not know partition ${partition} of ${topic} yet`;
    throw new ForewarnError('event-log-unavailable', message, { details: { topic, partition } });
  }

  /** The offsets that all partitions of a topic hold, and those that a group has stored. */
  async groupOffsets(topic: string, groupId: string, options: CallOptions): Promise<readonly GroupOffsets[]> {
    const what = `reading the offsets of the group ${groupId}`;
    const [bounds, groups] = await this.#call(what, options, (admin) =>
      Promise.all([admin.fetchTopicOffsets(topic), admin.fetchOffsets({ groupId, topics: [topic] })]),
    );
    const stored = new Map(groups[0]?.partitions.map(({ partition, offset }) => [partition, Number(offset)]));
    return bounds.map(({ partition, low, high }) => {
      const offset = stored.get(partition) ?? -1;
      return { partition, earliest: Number(low), end: Number(high), stored: offset < 0 ? undefined : offset };
    });
  }

  /**
   * Deletes a group that has no members and stored no offsets. Never rejects: where it fails, or is not reached because the
   * process was killed, the broker deletes such a group by itself once its members have timed out, at the next of its looks at
   * expired offsets (`offsets.retention.check.interval.ms`, ten minutes unless changed).
   */
  async deleteGroup(group: string): Promise<void> {
    const signal = AbortSignal.timeout(deleteGroupTimeoutMs);
    try {
      await this.#call(`deleting the group ${group}`, { signal }, (admin) => admin.deleteGroups([group]));
    } catch (error) {
      this.#settings.logger.debug({ group, error }, 'a group is left for the broker to delete');
    }
  }

  /** Rejects when no broker answers. */
  async check(options: CallOptions): Promise<void> {
    const { brokers } = await this.#call('a check', options, (admin) => admin.describeCluster());
    if (brokers.length === 0)
      throw new ForewarnError('event-log-unavailable', 'the Kafka cluster has no broker just now');
  }

  /** Never rejects, and takes no longer than connecting may. */
  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = undefined;
    if (connection) await this.#disconnect(connection);
  }

  async #call<T>(what: string, { signal }: CallOptions, call: (admin: Admin) => Promise<T>): Promise<T> {
    this.#connection ??= { admin: this.#connect(), calls: new Set() };
    const connection = this.#connection;
    const answer = connection.admin.then(call);
    connection.calls.add(answer);
    try {
      const result = await kafkaAnswer(answer, {
        timeoutMs: this.#settings.requestTimeoutMs,
        signal,
        what,
      });
      this.#settings.access.prove();
      return result;
    } catch (thrown) {
      // A connection that once failed may never recover in kafkajs; a new one costs little.
      if (this.#connection === connection) this.#connection = undefined;
      throw this.#settings.access.judge(translateAdminError(thrown, what));
    } finally {
      connection.calls.delete(answer);
      // Not under the calls of others: kafkajs forgets what it knows of the cluster when it disconnects, and they would trip.
      if (this.#connection !== connection && connection.calls.size === 0) void this.#disconnect(connection);
    }
  }

  async #disconnect({ admin }: Connection): Promise<void> {
    const disconnected = admin.then((connected) => connected.disconnect());
    const limits = { timeoutMs: this.#settings.connectTimeoutMs, what: 'disconnecting' };
    await kafkaAnswer(disconnected, limits).catch(() => {});
  }

  async #connect(): Promise<Admin> {
    const admin = this.#newAdmin();
    await admin.connect();
    return admin;
  }
}

/**
 * Compression as the producer has it, which is what we write, though the brokers may have another default: then they would compress
 * everything anew.
 */
const configOf = ({ retentionMs, compacted }: Pick<TopicSpec, 'retentionMs' | 'compacted'>) => [
  { name: 'compression.type', value: 'producer' },
  ...(retentionMs === undefined ? [] : [{ name: 'retention.ms', value: String(retentionMs) }]),
  ...(compacted ? [{ name: 'cleanup.policy', value: 'compact' }] : []),
];
