import {
  accessContradictions,
  accessSettings,
  type Environment,
  host,
  integer,
  kafkaContradictions,
  kafkaSettings,
  loadSettings,
  mysqlContradictions,
  mysqlSettings,
  onOff,
  operationsMistakes,
  operationsSettings,
  port,
  timeout,
} from '@forewarn/config';
import { loadProtoDescriptors } from '@forewarn/contracts';

const shape = {
  ...kafkaSettings,
  ...mysqlSettings,
  ...operationsSettings(9203),
  ...accessSettings,
  /** Where gRPC listens. */
  RETRIEVAL_HOST: host().default('127.0.0.1'),
  RETRIEVAL_PORT: port().default(50_051),
  /** What clients may hold, and for how long; see `GrpcLimits`. */
  RETRIEVAL_MAX_CONNECTIONS: integer(1, 100_000).default(500),
  RETRIEVAL_MAX_CALLS: integer(1, 100_000).default(500),
  RETRIEVAL_IDLE_TIMEOUT: timeout().default(300_000),
  RETRIEVAL_STALL_TIMEOUT: timeout().default(300_000),
  RETRIEVAL_CONNECTION_AGE: timeout().default(86_400_000),
  /** Whether clients such as grpcurl may ask which services and messages there are. */
  RETRIEVAL_REFLECTION: onOff().default(true),
};

/**
 * Reads the settings of a retrieval process.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export const loadRetrievalSettings = (env: Environment) =>
  loadSettings(
    shape,
    env,
    accessContradictions('RETRIEVAL_HOST'),
    kafkaContradictions,
    mysqlContradictions,
    operationsMistakes,
  );

/** What the settings say of the parts of retrieval. */
export const retrievalOptions = (settings: ReturnType<typeof loadRetrievalSettings>) => ({
  topic: settings.KAFKA_TOPIC,
  namespace: settings.KAFKA_NAMESPACE,
  topicPartitions: settings.KAFKA_PARTITIONS,
});

/** Where gRPC listens, what clients may hold of it, and what reflection tells. */
export const grpcOptions = (settings: ReturnType<typeof loadRetrievalSettings>) => ({
  host: settings.RETRIEVAL_HOST,
  port: settings.RETRIEVAL_PORT,
  maxConnections: settings.RETRIEVAL_MAX_CONNECTIONS,
  maxCalls: settings.RETRIEVAL_MAX_CALLS,
  idleTimeoutMs: settings.RETRIEVAL_IDLE_TIMEOUT,
  stallTimeoutMs: settings.RETRIEVAL_STALL_TIMEOUT,
  maxConnectionAgeMs: settings.RETRIEVAL_CONNECTION_AGE,
  descriptors: settings.RETRIEVAL_REFLECTION ? loadProtoDescriptors() : undefined,
});
