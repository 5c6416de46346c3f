import { cancellation, retried } from '@forewarn/core';
import type { Admin } from 'kafkajs';
import { translateAdminError } from './translate-kafka-error.js';

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
 * @throws {ForewarnError} what Kafka answers, when it is something else or the time is over
 */
export async function untilTopicsKnown(
  admin: Pick<Admin, 'fetchTopicMetadata'>,
  topics: readonly string[],
  { timeoutMs, signal }: KnownTopicsOptions,
): Promise<void> {
  const ask = async () => {
    await admin.fetchTopicMetadata({ topics: [...topics] }).catch((thrown: unknown) => {
      throw translateAdminError(thrown, 'looking for topics');
    });
    return true;
  };
  const isKnown = await retried(ask, {
    backoff: { firstMs: pauseMs, longestMs: pauseMs },
    signal,
    timeoutMs,
    isWorthIt: ({ details }) => passing.has(details.kafkaError),
  });
  if (!isKnown) throw cancellation('looking for topics', signal);
}
