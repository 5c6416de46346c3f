import type { CallOptions } from '../ports/call-options.js';
import type { EventLog, TopicSpec } from '../ports/event-log.js';
import type { Topic } from './topic-contract.js';

/** What a deployment says of its topics. */
export interface TopicDefaults {
  /** Begins the names of the topics that are Forewarn's own. */
  readonly namespace: string;
  /** Partitions of a topic that has no number of its own. */
  readonly partitions: number;
}

/**
 * Creates the topics that do not exist; leaves those that do as they are.
 *
 * @throws {ForewarnError} of the event log
 */
export const ensureTopics = (
  eventLog: Pick<EventLog, 'ensureTopics'>,
  topics: readonly Topic[],
  defaults: TopicDefaults,
  options?: CallOptions,
): Promise<void> =>
  eventLog.ensureTopics(
    topics.map((topic) => specOf(topic, defaults)),
    options,
  );

const specOf = (topic: Topic, { namespace, partitions }: TopicDefaults): TopicSpec => ({
  name: topic.name(namespace),
  partitions: topic.partitions ?? partitions,
  ...(topic.retentionMs !== undefined && { retentionMs: topic.retentionMs }),
  ...(topic.compacted && { compacted: true }),
});
