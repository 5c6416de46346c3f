import type { DatabaseSchema, Topic } from '@forewarn/core';
import { type StoredTopicOptions, TopicStorage, type TopicStorageDeps } from './topic-storage.js';

/** A topic that is ready to be stored. */
export type OpenTopic = Pick<TopicStorage<never>, 'name' | 'retentionMs' | 'consume' | 'prune'>;

/** A topic that is to be stored, whatever its values are: made by {@link storedTopic}. */
export interface StoredTopic {
  readonly topic: Topic;
  /** Of the tables that its rows are in. */
  readonly schema: DatabaseSchema;
  /** @returns  what stores it; nothing is read yet */
  open(deps: TopicStorageDeps): OpenTopic;
}

/**
 * A topic for the list of those that storage stores, whose values may each be of another type.
 *
 * @example
 * createStorage({ topics: [storedTopic({ contract: faultsTopic, store: faultStore, retentionMs })], eventLog, … });
 */
export const storedTopic = <T>(options: StoredTopicOptions<T>): StoredTopic => ({
  topic: options.contract,
  schema: options.store,
  open: (deps) => new TopicStorage(options, deps),
});
