import { loadProtoDescriptors } from '@forewarn/contracts';
import { createKafkaEventLog } from '@forewarn/event-log';
import { createGrpcListener } from '@forewarn/grpc';
import { createOperationsServer, runMain, runServices } from '@forewarn/lifecycle';
import { createMysqlStore } from '@forewarn/store';
import { createLogger, createMetricsRegistry } from '@forewarn/telemetry';
import { createRetrieval } from './create-retrieval.js';
import { loadRetrievalSettings } from './settings.js';

await runMain(async (signal) => {
  const settings = loadRetrievalSettings(process.env);
  const logger = createLogger({ service: 'retrieval', level: settings.LOG_LEVEL });
  const registry = createMetricsRegistry();
  const eventLog = createKafkaEventLog({
    brokers: settings.KAFKA_BROKERS,
    clientId: 'forewarn-retrieval',
    logger,
  });
  const store = createMysqlStore({
    host: settings.MYSQL_HOST,
    port: settings.MYSQL_PORT,
    user: settings.MYSQL_USER,
    password: settings.MYSQL_PASSWORD,
    database: settings.MYSQL_DATABASE,
    logger,
  });
  const retrieval = createRetrieval({
    eventLog,
    store,
    registry,
    topic: settings.KAFKA_TOPIC,
    topicPartitions: settings.KAFKA_PARTITIONS,
    namespace: settings.KAFKA_NAMESPACE,
    logger,
  });
  const listener = createGrpcListener({
    host: settings.RETRIEVAL_HOST,
    port: settings.RETRIEVAL_PORT,
    services: retrieval.grpc,
    descriptors: loadProtoDescriptors(),
    registry,
    logger,
  });
  const services = [...retrieval.services, listener];
  const operations = createOperationsServer({
    host: settings.OPERATIONS_HOST,
    port: settings.OPERATIONS_PORT,
    registry,
    services,
  });
  try {
    await runServices([operations, ...services], { logger, signal });
  } finally {
    await eventLog.close();
    await store.close();
  }
});
