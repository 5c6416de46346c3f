import { createKafkaEventLog } from '@forewarn/event-log';
import { createOperationsServer, runMain, runServices } from '@forewarn/lifecycle';
import { createMysqlStore } from '@forewarn/store';
import { createLogger, createMetricsRegistry } from '@forewarn/telemetry';
import { storedAnalyses } from './analyses/stored-analyses.js';
import { createStorage } from './create-storage.js';
import { loadStorageSettings } from './settings.js';

await runMain(async (signal) => {
  const settings = loadStorageSettings(process.env);
  const logger = createLogger({ service: 'storage', level: settings.LOG_LEVEL });
  const registry = createMetricsRegistry();
  const eventLog = createKafkaEventLog({
    brokers: settings.KAFKA_BROKERS,
    clientId: 'forewarn-storage',
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
  const { KAFKA_TOPIC: topic, STORAGE_RETENTION: retentionMs } = settings;
  const { services } = createStorage({
    eventLog,
    database: store,
    topics: [storedAnalyses({ topic, store, retentionMs })],
    namespace: settings.KAFKA_NAMESPACE,
    topicPartitions: settings.KAFKA_PARTITIONS,
    registry,
    logger,
  });
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
