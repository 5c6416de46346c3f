import { type EventLog, type Logger, silentLogger } from '@forewarn/core';
import type { KafkaConfig } from 'kafkajs';
import { defaultRetryBounds, type RetryBounds } from '../retry-bounds.js';
import { KafkaEventLog } from './kafka-event-log.js';

/** Options of {@link createKafkaEventLog}. */
export interface KafkaEventLogOptions {
  /** `host:port` of some brokers; the others are found through them. At least one. */
  readonly brokers: readonly string[];
  /** Name of this program in the broker's logs and quotas. */
  readonly clientId: string;
  readonly logger?: Logger;
  /** TLS: true for the system's certificates, or options of Node's `tls.connect`. Default: plain text. */
  readonly ssl?: NonNullable<KafkaConfig['ssl']>;
  readonly sasl?: NonNullable<KafkaConfig['sasl']>;
  /** Default: gzip. */
  readonly compression?: 'none' | 'gzip';
  /** Of topics that are created. Default: −1, the brokers' own default. */
  readonly replicationFactor?: number;
  /** Back-off of a partition whose batch failed, and of a consumer that crashed. Default: 0.2 s, doubling to 30 s. */
  readonly retry?: RetryBounds;
  /** Default: 3 s. */
  readonly connectTimeoutMs?: number;
  /** Longest wait for one answer of a broker. Default: 10 s. */
  readonly requestTimeoutMs?: number;
  /**
   * Longest append, retries included; records may still arrive when it has failed. A consumer bears an outage as long before it
   * joins its group anew. Default: 30 s.
   */
  readonly appendTimeoutMs?: number;
  /** Silence after which the broker takes a member for dead. Default: 10 s. */
  readonly sessionTimeoutMs?: number;
  /** How often a member reports, and learns of a rebalance. Default: 3 s. */
  readonly heartbeatIntervalMs?: number;
  /** How long a rebalance waits for members that still handle a batch. Default: 60 s. */
  readonly rebalanceTimeoutMs?: number;
  /** Longest wait of one fetch for records, and so for a stop and for a partition to be resumed. Default: 1 s. */
  readonly longestFetchWaitMs?: number;
  /** Partitions whose batches are handled at a time, by one member. Default: 4. */
  readonly partitionsConsumedConcurrently?: number;
}

/**
 * Prepares an event log on Kafka. Nothing is connected before the first call; a call that cannot connect fails within
 * some seconds with `event-log-unavailable`, while what runs already lives through a broker's restart.
 */
export function createKafkaEventLog(options: KafkaEventLogOptions): EventLog {
  const { ssl, sasl, logger = silentLogger, ...others } = options;
  return new KafkaEventLog({
    logger: logger.child({ eventLog: 'kafka' }),
    security: { ...(ssl === undefined ? {} : { ssl }), ...(sasl === undefined ? {} : { sasl }) },
    compression: 'gzip',
    replicationFactor: -1,
    retry: defaultRetryBounds,
    connectTimeoutMs: 3_000,
    requestTimeoutMs: 10_000,
    appendTimeoutMs: 30_000,
    sessionTimeoutMs: 10_000,
    heartbeatIntervalMs: 3_000,
    rebalanceTimeoutMs: 60_000,
    longestFetchWaitMs: 1_000,
    partitionsConsumedConcurrently: 4,
    ...others,
  });
}
