import { createHash } from 'node:crypto';
import { type EventLog, followTopic, type Logger, onAbort, pause, type Topic } from '@forewarn/core';

/** What sharing needs. */
export interface ObjectiveSharesOptions {
  readonly eventLog: EventLog;
  /** Who holds a partition of it judges the objectives that fall to it. */
  readonly topic: Topic;
  readonly namespace: string;
  readonly logger: Logger;
}

/** The part of all objectives that falls to this process. */
export interface ObjectiveShares {
  /** Takes a share until the signal, and gives it back then. Never rejects. */
  run(signal: AbortSignal): Promise<void>;
  /** Waits until this process knows its share; not for ever. */
  untilKnown(signal: AbortSignal): Promise<void>;
  /**
   * Whether an objective falls to this process; undefined while it does not know its share.
   *
   * @param key             names the objective, to all processes alike
   * @param partitionCount  of the topic
   */
  has(key: string, partitionCount: number): boolean | undefined;
}

/** How long joining is waited for: where the log does not answer, a process judges for itself. */
const longestWaitMs = 10_000;

/**
 * Shares objectives among the processes of a consumer group: each partition stands for the objectives whose names fall to it. When a
 * process dies the group's rebalance gives its partitions to the others, so no lease and no clock is needed. What the records of the
 * topic say is not read here.
 */
export function createObjectiveShares(options: ObjectiveSharesOptions): ObjectiveShares {
  const { namespace } = options;
  const known = new AbortController();
  let held: ReadonlySet<number> | undefined;
  return {
    run: (signal) =>
      followTopic(
        {
          ...options,
          group: `${namespace}.sla-manager`,
          startOffset: async (_, { end }) => end,
          handle: async () => {},
          onAssignment: (partitions) => {
            held = new Set(partitions);
            known.abort('known');
            options.logger.info({ partitions }, 'this process judges the objectives of these partitions');
          },
        },
        signal,
      ),
    async untilKnown(signal) {
      const waiting = new AbortController();
      const releases = [signal, known.signal].map((each) => onAbort(each, () => waiting.abort('over')));
      await pause(longestWaitMs, waiting.signal);
      for (const release of releases) release();
    },
    has: (key, partitionCount) => held?.has(partitionOf(key, partitionCount)),
  };
}

/** The same in every process, and evenly spread. */
const partitionOf = (key: string, count: number): number =>
  createHash('sha256').update(key).digest().readUInt32BE() % count;
