import type { TopicBatch, TopicStore, WriteOutcome } from '@forewarn/core';

/** A database may end one of two transactions that meet; the consumer then tries again. */
export async function writeUntilDone<T>(store: TopicStore<T>, batch: TopicBatch<T>): Promise<WriteOutcome> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await store.writeBatch(batch);
    } catch (error) {
      const isRetryable = error instanceof Error && 'retryable' in error && error.retryable === true;
      if (!isRetryable || attempt === 10) throw error;
    }
  }
}
