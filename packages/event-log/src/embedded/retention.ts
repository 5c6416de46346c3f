import { setImmediate as turn } from 'node:timers/promises';
import type { LogFile, RecordSize } from './log-file.js';
import type { StoredPartition, StoredTopic } from './stored-topic.js';

/** How much of the log is kept. */
export interface RetentionLimits {
  /** Age at which records of topics without a retention of their own are deleted. */
  readonly retentionMs: number;
  /** Bytes of all records together: beyond, the oldest go, whatever their topic's retention. */
  readonly longestLogBytes: number;
}

/** Records deleted in one transaction: about ten milliseconds of this process' time. */
const stepRecords = 500;

/**
 * Deletes what is too old or too much, in steps between which the event loop turns. Whether a group has read it does not
 * matter, as in Kafka; a reader that comes too late goes on at the earliest record.
 *
 * @param nowMs  epoch milliseconds
 */
export async function prune(log: LogFile, limits: RetentionLimits, nowMs: number): Promise<void> {
  for (const topic of log.topics) {
    const oldestMs = nowMs - (topic.retentionMs ?? limits.retentionMs);
    for (const partition of topic.partitions) {
      while (pruneStep(log, partition, (record) => record.timestampMs < oldestMs)) await turn();
    }
  }
  for (let excess = excessBytes(log, limits); excess > 0; excess = excessBytes(log, limits)) {
    const oldest = partitionWithOldestRecord(log);
    let deleted = 0;
    const isInExcess = ({ bytes }: RecordSize) => {
      deleted += bytes;
      return deleted - bytes < excess;
    };
    if (!oldest || !pruneStep(log, oldest, isInExcess)) return;
    await turn();
  }
}

/** @returns whether it deleted anything */
function pruneStep(
  log: LogFile,
  partition: StoredPartition,
  isDue: (record: RecordSize) => boolean,
): boolean {
  let earliest = partition.earliest;
  let bytes = 0;
  for (const record of log.recordSizes(partition, partition.earliest, stepRecords)) {
    if (!isDue(record)) break;
    earliest = record.offset + 1;
    bytes += record.bytes;
  }
  if (earliest === partition.earliest) return false;
  log.deleteBelow(partition, earliest, bytes);
  return true;
}

const allPartitions = (topics: Iterable<StoredTopic>): StoredPartition[] =>
  [...topics].flatMap(({ partitions }) => partitions);

/** @returns bytes above the limit; ≤ 0 when there are none */
export function excessBytes(log: LogFile, { longestLogBytes }: RetentionLimits): number {
  const total = allPartitions(log.topics).reduce((sum, { bytes }) => sum + bytes, 0);
  return total - longestLogBytes;
}

function partitionWithOldestRecord(log: LogFile): StoredPartition | undefined {
  let oldest: { partition: StoredPartition; timestampMs: number } | undefined;
  for (const partition of allPartitions(log.topics)) {
    const [first] = log.recordSizes(partition, partition.earliest, 1);
    if (first && first.timestampMs < (oldest?.timestampMs ?? Number.POSITIVE_INFINITY)) {
      oldest = { partition, timestampMs: first.timestampMs };
    }
  }
  return oldest?.partition;
}
