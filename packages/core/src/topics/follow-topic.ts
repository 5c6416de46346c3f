import { ForewarnError } from '../errors/forewarn-error.js';
import type { ConsumeOptions, EventLog } from '../ports/event-log.js';
import type { Logger } from '../ports/logger.js';
import { backoffDelayMs } from '../waiting/backoff.js';
import { onAbort } from '../waiting/on-abort.js';
import { pause } from '../waiting/pause.js';
import { ensureTopics } from './ensure-topics.js';
import type { Topic } from './topic-contract.js';

/** What is followed, and how. */
export interface FollowOptions extends Omit<ConsumeOptions, 'topic'> {
  readonly eventLog: EventLog;
  readonly topic: Topic;
  /** Begins the name of the topic. */
  readonly namespace: string;
  readonly logger: Logger;
}

const backoff = { firstMs: 500, longestMs: 15_000 };

/** Consumes a topic until the signal, and makes it where it is not there. Never rejects: while the log is away it tries again. */
export async function followTopic(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { topic, namespace, logger } = options;
  for (let failures = 1; !signal.aborted; failures += 1) {
    try {
      await consumeUntil(options, signal);
    } catch (thrown) {
      if (signal.aborted) return;
      const error = ForewarnError.from(thrown);
      logger.warn(
        { topic: topic.name(namespace), error },
        'a topic cannot be followed just now; trying again',
      );
      await pause(backoffDelayMs(failures, backoff), signal);
    }
  }
}

/** @throws {ForewarnError} what ends the consumption */
async function consumeUntil(options: FollowOptions, signal: AbortSignal): Promise<void> {
  const { eventLog, topic, namespace, logger: _, ...consume } = options;
  await ensureTopics(eventLog, [topic], { namespace, partitions: 1 }, { signal });
  const consumption = await eventLog.consume({ ...consume, topic: topic.name(namespace) });
  let release = () => {};
  const stopped = new Promise<void>((resolve) => {
    release = onAbort(signal, () => resolve(consumption.stop()));
  });
  await Promise.race([consumption.ended, stopped]).finally(release);
}
