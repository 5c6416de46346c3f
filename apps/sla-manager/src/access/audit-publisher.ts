import type { AuditEntry, AuditRepository } from '@forewarn/access';
import { changeAuditedTopic } from '@forewarn/contracts';
import { type Clock, type EventLog, ensureTopics, ForewarnError, type Logger, pause } from '@forewarn/core';
import { type BackgroundTask, createBackgroundTask } from '../background-task.js';

/** What publishing needs. */
export interface AuditPublisherOptions {
  /** Default: nothing is published, and old entries are deleted all the same. */
  readonly eventLog?: EventLog | undefined;
  readonly namespace: string;
  readonly store: AuditRepository;
  /** How long entries are kept in the table. */
  readonly retentionMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Publishes what was changed, in its order, and deletes what is old. */
export interface AuditPublisher extends BackgroundTask {
  /** Something was changed: it is published soon, if it can be. */
  changed(): void;
}

/** What another process changed, or could not publish, is published by then. */
const everyMs = 60_000;
const pruneEveryMs = 3_600_000;
const entriesAtOnce = 100;

/**
 * The table is what is true: an entry is written with its change, and is an event some time later, at least once. Two processes that publish
 * the same entry say the same twice, under one id.
 */
export function createAuditPublisher(options: AuditPublisherOptions): AuditPublisher {
  const { eventLog, namespace, store, retentionMs, clock, logger } = options;
  const topic = changeAuditedTopic;
  let waiting = new AbortController();
  let isThere = false;
  let prunedMs = Number.NEGATIVE_INFINITY;

  const publish = async (log: EventLog, signal: AbortSignal) => {
    if (!isThere) await ensureTopics(log, [topic], { namespace, partitions: 1 }, { signal });
    isThere = true;
    for (let entries: AuditEntry[]; ; ) {
      entries = await store.unpublished(entriesAtOnce, { signal });
      if (entries.length > 0) await append(log, entries, signal);
      await store.markPublished(
        entries.map(({ id }) => id),
        { signal },
      );
      if (entries.length < entriesAtOnce) return;
    }
  };

  /** One that the log refuses for good does not keep the others back: it is in the table. */
  const append = async (
    log: EventLog,
    entries: readonly AuditEntry[],
    signal: AbortSignal,
  ): Promise<void> => {
    try {
      await log.append(topic.name(namespace), entries.map(topic.encode), { signal });
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (error.retryable || signal.aborted) throw error;
      if (entries.length > 1) for (const entry of entries) await append(log, [entry], signal);
      else logger.warn({ entry: entries[0]?.id, error }, 'a change is in the audit, but cannot be published');
    }
  };

  const prune = async (signal: AbortSignal) => {
    if (clock() - prunedMs < pruneEveryMs) return;
    await store.pruneAudit(clock() - retentionMs, { signal });
    prunedMs = clock();
  };

  const run = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      waiting = new AbortController();
      for (const work of [eventLog && (() => publish(eventLog, signal)), () => prune(signal)])
        await work?.().catch((thrown: unknown) => {
          const error = ForewarnError.from(thrown);
          if (!signal.aborted)
            logger.warn({ error }, 'changes cannot be published or pruned just now; trying again');
        });
      await pause(everyMs, AbortSignal.any([signal, waiting.signal]));
    }
  };

  return { ...createBackgroundTask(run), changed: () => waiting.abort('changed') };
}
