import type { Logger } from '@forewarn/core';
import { Kafka, logLevel } from 'kafkajs';
import type { RetryBounds } from '../retry-bounds.js';
import { passOverUnreadableBatches } from './batches/read-batches.js';
import { boundHeaderCost } from './bound-header-cost.js';
import { installCodecs } from './codecs/install-codecs.js';
import { connectSocket } from './connect-socket.js';
import { kafkaLogCreator } from './kafka-log-creator.js';
import type { KafkaAccess } from './security/kafka-access.js';
import type { KafkaLogin } from './security/kafka-login.js';
import type { TlsContext } from './security/tls-context.js';
import { tellRefusals } from './tell-refusals.js';

/** Every setting of the Kafka adapter, with nothing left out. */
export interface KafkaSettings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly logger: Logger;
  readonly access: KafkaAccess;
  readonly tls: TlsContext | undefined;
  readonly login: KafkaLogin | undefined;
  readonly compression: 'none' | 'gzip';
  readonly replicationFactor: number;
  readonly retry: RetryBounds;
  readonly connectTimeoutMs: number;
  readonly requestTimeoutMs: number;
  readonly appendTimeoutMs: number;
  readonly sessionTimeoutMs: number;
  readonly heartbeatIntervalMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly longestFetchWaitMs: number;
  readonly partitionsConsumedConcurrently: number;
}

const retrySteps = { initialRetryTime: 100, multiplier: 2, maxRetryTime: 1_000 };

/**
 * How long before the end of a log-in the next one begins, where the broker lets it end: above what a fetch may wait, since nothing else is
 * answered on its connection meanwhile. A broker refuses log-ins that follow each other within a second, and so one that is good for less than both.
 */
const reauthenticationThreshold = 5_000;

/** Fails within a second where nothing listens: for calls whose caller tries again. */
export const impatientRetry = { ...retrySteps, retries: 3 };

/** Bears an outage as long as an append may take: for what should live through a broker's restart. */
export const patientRetry = ({ appendTimeoutMs }: KafkaSettings) => ({
  ...retrySteps,
  retries: Math.ceil(appendTimeoutMs / retrySteps.maxRetryTime),
});

/**
 * A client of its own for each use: kafkajs keeps the committed offsets of a group per client, so that two members
 * that share one would overwrite what the other knows.
 */
export function newKafka(settings: KafkaSettings, retry: typeof impatientRetry): Kafka {
  installCodecs();
  boundHeaderCost();
  passOverUnreadableBatches();
  tellRefusals();
  return new Kafka({
    ...(settings.login && { sasl: settings.login() }),
    brokers: [...settings.brokers],
    clientId: settings.clientId,
    connectionTimeout: settings.connectTimeoutMs,
    requestTimeout: settings.requestTimeoutMs,
    reauthenticationThreshold,
    retry,
    socketFactory: connectSocket(settings.tls),
    logLevel: logLevel.INFO,
    logCreator: kafkaLogCreator(settings.logger),
  });
}
