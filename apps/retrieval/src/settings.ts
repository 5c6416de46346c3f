import {
  type Environment,
  host,
  kafkaSettings,
  loadSettings,
  mysqlSettings,
  operationsSettings,
  port,
} from '@forewarn/config';
import { loadProtoDescriptors } from '@forewarn/contracts';

const shape = {
  ...kafkaSettings,
  ...mysqlSettings,
  ...operationsSettings(9203),
  /** Where gRPC listens. */
  RETRIEVAL_HOST: host().default('127.0.0.1'),
  RETRIEVAL_PORT: port().default(50_051),
};

/**
 * Reads the settings of a retrieval process.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export const loadRetrievalSettings = (env: Environment) => loadSettings(shape, env);

/** What the settings say of the parts of retrieval. */
export const retrievalOptions = (settings: ReturnType<typeof loadRetrievalSettings>) => ({
  topic: settings.KAFKA_TOPIC,
  namespace: settings.KAFKA_NAMESPACE,
  topicPartitions: settings.KAFKA_PARTITIONS,
});

/** Where gRPC listens, and what reflection tells. */
export const grpcOptions = (settings: ReturnType<typeof loadRetrievalSettings>) => ({
  host: settings.RETRIEVAL_HOST,
  port: settings.RETRIEVAL_PORT,
  descriptors: loadProtoDescriptors(),
});
