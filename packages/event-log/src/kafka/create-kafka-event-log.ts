import { type EventLog, type Logger, silentLogger } from '@forewarn/core';
import { defaultRetryBounds, type RetryBounds } from '../retry-bounds.js';
import { KafkaEventLog } from './kafka-event-log.js';
import { KafkaAccess } from './security/kafka-access.js';
import { kafkaLogin } from './security/kafka-login.js';
import type { KafkaSasl, KafkaTls } from './security/kafka-security.js';
import { TlsContext } from './security/tls-context.js';
import { warnOfPlainText } from './security/warn-of-plain-text.js';

/** Options of {@link createKafkaEventLog}. */
export interface KafkaEventLogOptions {
  /** `host:port` of some brokers; the others are found through them. At least one. */
  readonly brokers: readonly string[];
  /** Name of this program in the broker's logs and quotas. */
  readonly clientId: string;
  readonly logger?: Logger;
  /** Default: plain text. `{}` trusts whom Node trusts. */
  readonly tls?: KafkaTls | undefined;
  /** Default: nobody logs in. */
  readonly sasl?: KafkaSasl | undefined;
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
 * some seconds with `event-log-unavailable`, or `event-log-access-denied` where Kafka does not let this process in, while what runs
 * already lives through a broker's restart, and through a change of password or certificate.
 *
 * @throws {ForewarnError} `config-invalid` when the files for TLS cannot be used
 */
export function createKafkaEventLog(options: KafkaEventLogOptions): EventLog {
  const { tls, sasl, logger: parent = silentLogger, ...others } = options;
  const logger = parent.child({ eventLog: 'kafka' });
  if (sasl && !tls) warnOfPlainText(options.brokers, sasl, logger);
  return new KafkaEventLog({
    logger,
    access: new KafkaAccess(),
    tls: tls && new TlsContext(tls, logger),
    login: sasl && kafkaLogin(sasl, logger),
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
