import { defaultProfile } from '@forewarn/analysis';
import { z } from 'zod';
import { exposureSettings, whereExposed } from './exposure.js';
import { addresses, duration, host, hostNames, integer, port, profile } from './fields.js';
import { kafkaSecurity, kafkaSecuritySettings } from './kafka-security.js';
import { bearerToken, tlsMistakes, tlsSettings } from './tls.js';

/** Names of topics and consumer groups: letters, digits, dots, hyphens and underscores. */
const kafkaName = (longest: number) =>
  z
    .string()
    .regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]+$/, 'must be made of letters, digits, dots, hyphens and underscores')
    .max(longest, `must have at most ${longest} characters`);

/** How to reach Kafka, and the names in it. */
export const kafkaSettings = {
  KAFKA_BROKERS: addresses().default(['127.0.0.1:9092']),
  /** The topic of results. */
  KAFKA_TOPIC: kafkaName(200).default('prometheusdata'),
  /** Begins the names of all other topics and of the consumer groups, so that two installations can share a Kafka. */
  KAFKA_NAMESPACE: kafkaName(100).default('forewarn'),
  /** Partitions of the topics that are created: the most processes that share a topic's work. */
  KAFKA_PARTITIONS: integer(1, 1_000).default(12),
  /** How long records may wait in a partition whose consumer does not advance, before the process is not ready. */
  KAFKA_STALL_AFTER: duration().default(5 * 60_000),
  ...kafkaSecuritySettings,
};

/** Where the settings say that Kafka is, and how it is logged in to, as the event log takes it. */
export const kafkaAddress = (settings: z.output<z.ZodObject<typeof kafkaSettings>>) => ({
  brokers: settings.KAFKA_BROKERS,
  ...kafkaSecurity(settings),
});

/** Which analysis is computed; the same for all services of an installation. */
export const analysisSettings = {
  ANALYSIS_PROFILE: profile().default(defaultProfile),
};

/**
 * Logs, the address of health, readiness and metrics and who may read them, the names that a process answers to over HTTP, and TLS, of all
 * that it listens on.
 *
 * @param defaultPort  of this service, so that all of them can run on one machine
 */
export const operationsSettings = (defaultPort: number) => ({
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], 'must be debug, info, warn or error').default('info'),
  OPERATIONS_HOST: host().default('127.0.0.1'),
  OPERATIONS_PORT: port().default(defaultPort),
  /** Beside addresses and localhost. */
  ALLOWED_HOSTS: hostNames().default([]),
  /** Without it, or a certificate by `TLS_CLIENT_CA_FILE`, there are no metrics and no reasons, once either is set. */
  OPERATIONS_TOKEN: bearerToken().optional(),
  ...tlsSettings,
  ...exposureSettings,
});

type OperationsSettings = z.output<z.ZodObject<ReturnType<typeof operationsSettings>>>;

/** What contradicts itself in the settings of operations, and metrics that others can read and nobody means them to. */
export function operationsMistakes(settings: OperationsSettings): readonly string[] {
  const { ACCESS, OPERATIONS_HOST, OPERATIONS_TOKEN, TLS_CLIENT_CA_FILE } = settings;
  const isLocked = OPERATIONS_TOKEN !== undefined || TLS_CLIENT_CA_FILE !== undefined;
  const where =
    isLocked || ACCESS === 'open' ? undefined : whereExposed(settings, 'OPERATIONS_HOST', OPERATIONS_HOST);
  const mistakes = tlsMistakes(settings);
  if (where === undefined) return mistakes;
  return [
    ...mistakes,
    `${where}: set OPERATIONS_TOKEN_FILE or TLS_CLIENT_CA_FILE, or ACCESS=open to let everybody read the metrics`,
  ];
}
