import {
  type Clock,
  type ConsumeOptions,
  type Consumption,
  type EventLog,
  ForewarnError,
  type Logger,
  silentLogger,
  systemClock,
} from '@forewarn/core';
import type { Registry } from '@forewarn/telemetry';
import { AdvanceWatch } from './advance-watch.js';
import { ConsumerError } from './consumer-error.js';
import { ConsumerMetrics, groupLabel } from './consumer-metrics.js';

/** What watching consumers needs. */
export interface ConsumerWatchOptions {
  readonly registry: Registry;
  /** How long records may wait in a partition that does not advance. Default 5 min. */
  readonly stallAfterMs?: number;
  readonly clock?: Clock;
  readonly logger?: Logger;
}

/** However long a stall may take, the metrics are no older than a scrape or two. */
const longestPollMs = 30_000;
/** However short, as in tests, the brokers are not kept busy with it. */
const shortestPollMs = 200;
/** Looks in the time of a stall: so that it is noticed when it is at most a fifth older than it may be. */
const pollsPerStall = 5;

/**
 * An event log that tells when a consumer does not advance, for any app: as metrics, in the log, and by its `check`, and so in `/readyz`, where it is
 * refused with partition, offset and time. Ephemeral consumers, whose records nobody misses later, do not make a process unready.
 *
 * @param eventLog  what is watched; it is closed by whoever opened it
 */
export function watchConsumers(eventLog: EventLog, options: ConsumerWatchOptions): EventLog {
  const { registry, stallAfterMs = 300_000, clock = systemClock, logger = silentLogger } = options;
  const pollMs = Math.max(shortestPollMs, Math.min(longestPollMs, stallAfterMs / pollsPerStall));
  const metrics = new ConsumerMetrics(registry);
  const watches = new Set<AdvanceWatch>();
  const follow = (consumer: ConsumeOptions, consumption: Consumption) => {
    const watch = new AdvanceWatch({ consumer, stallAfterMs, metrics, clock, logger });
    if (!consumer.ephemeral) watches.add(watch);
    const stop = pollRepeatedly(consumption, watch, pollMs, logger);
    const onEnd = () => {
      stop();
      watch.end();
      watches.delete(watch);
    };
    consumption.ended.then(onEnd, onEnd);
  };
  return {
    ensureTopics: (topics, call) => eventLog.ensureTopics(topics, call),
    append: (topic, records, call) => eventLog.append(topic, records, call),
    close: () => eventLog.close(),
    async consume(consumer) {
      const consumption = await eventLog.consume(countingUnreadable(consumer, metrics));
      follow(consumer, consumption);
      return consumption;
    },
    async check(call) {
      await eventLog.check(call);
      const [first, ...others] = [...watches].flatMap(({ stalls }) => stalls);
      if (first === undefined) return;
      const more = others.length === 0 ? '' : `; so have ${others.length} other partitions`;
      throw new ConsumerError('consumer-stalled', first + more);
    },
  };
}

/** The consumer, with a count of the records that could not be read, once they were passed over. */
function countingUnreadable(consumer: ConsumeOptions, metrics: ConsumerMetrics): ConsumeOptions {
  const labels = { topic: consumer.topic, group: groupLabel(consumer) };
  metrics.countUnreadable(labels, 0);
  return {
    ...consumer,
    async handle(batch) {
      await consumer.handle(batch);
      for (const { unreadable, offset } of batch.records)
        if (unreadable) metrics.countUnreadable(labels, offset - unreadable.firstOffset + 1);
    },
  };
}

/** Looks at once and then again and again, one look at a time. @returns what ends it */
function pollRepeatedly(
  consumption: Consumption,
  watch: AdvanceWatch,
  pollMs: number,
  logger: Logger,
): () => void {
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const poll = async () => {
    try {
      const progress = await consumption.progress({ signal: ending.signal });
      if (!ending.signal.aborted) watch.observe(progress);
    } catch (thrown) {
      // An event log that does not answer is told by its own check.
      logger.debug({ error: ForewarnError.from(thrown) }, 'it could not be seen whether a consumer advances');
    }
    if (!ending.signal.aborted) timer = setTimeout(poll, pollMs).unref();
  };
  void poll();
  return () => {
    ending.abort();
    clearTimeout(timer);
  };
}
