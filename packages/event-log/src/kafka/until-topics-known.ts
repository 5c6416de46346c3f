import { pause } from '@forewarn/core';
import type { Admin } from 'kafkajs';
import { translateKafkaError } from './translate-kafka-error.js';

/** How long, and until when, to wait. */
export interface KnownTopicsOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

const pauseMs = 50;

/** What a broker answers for a moment when the controller has created a topic and it has not heard of that yet. */
const passing: ReadonlySet<unknown> = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE']);

/**
 * Waits until the broker that is asked knows topics that were just created, and their leaders. kafkajs' own `waitForLeaders`
 * bears a missing leader, but fails for good on a topic that the broker does not know yet.
 *
 * @throws what kafkajs throws, when it is something else or the time is over
 */
export async function untilTopicsKnown(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  topics: readonly string[],
  { timeoutMs, signal }: KnownTopicsOptions,
): Promise<void> {
  const late = AbortSignal.timeout(timeoutMs);
  const over = signal ? AbortSignal.any([signal, late]) : late;
  for (;;) {
    try {
      await admin.fetchTopicMetadata({ topics: [...topics] });
      return;
    } catch (thrown) {
      const { details } = translateKafkaError(thrown, 'looking for topics');
      if (over.aborted || !passing.has(details.kafkaError)) throw thrown;
    }
    await pause(pauseMs, over);
  }
}
