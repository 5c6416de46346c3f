import { type Clock, type EventLog, type Logger, silentLogger, systemClock } from '@forewarn/core';
import { defaultRetryBounds, type RetryBounds } from '../retry-bounds.js';
import { EmbeddedEventLog } from './embedded-event-log.js';
import { LogFile } from './log-file.js';

/** Options of {@link createEmbeddedEventLog}. */
export interface EmbeddedEventLogOptions {
  /** Path of the SQLite file; created when absent, in a directory that exists. */
  readonly file: string;
  readonly logger?: Logger;
  /** Timestamps of records, and what retention counts from. */
  readonly clock?: Clock;
  /** Age at which records go, of topics that were created without a retention. Default: seven days, as in Kafka. */
  readonly retentionMs?: number;
  /** Bytes of all records together, beyond which the oldest go. Default: 1 GiB. */
  readonly longestLogBytes?: number;
  /** Back-off of a partition whose batch failed. Default: 0.2 s, doubling to 30 s. */
  readonly retry?: RetryBounds;
}

const sevenDaysMs = 7 * 24 * 3_600_000;
const gibibyte = 1024 ** 3;

/**
 * Opens an event log in one SQLite file, for producers and consumers of this process: the port's promises without a
 * server. Records survive the death of the process; a power cut may take the last ones.
 *
 * @throws {ForewarnError} `data-directory-unusable` when another process has the file, it cannot be written, or it is
 *                         something else than an event log
 */
export function createEmbeddedEventLog(options: EmbeddedEventLogOptions): EventLog {
  const { file, logger = silentLogger, clock = systemClock, retry = defaultRetryBounds } = options;
  const retention = {
    retentionMs: options.retentionMs ?? sevenDaysMs,
    longestLogBytes: options.longestLogBytes ?? gibibyte,
  };
  return new EmbeddedEventLog({ log: new LogFile(file), logger, clock, retry, retention });
}
