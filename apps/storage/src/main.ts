import { createKafkaEventLog } from '@forewarn/event-log';
import { createOperationsServer, runMain, runServices } from '@forewarn/lifecycle';
import { openMysql } from '@forewarn/sql';
import { createAnalysisWriter } from '@forewarn/store';
import { createLogger, createMetricsRegistry } from '@forewarn/telemetry';
import { loadStorageSettings } from './settings.js';
import { createStorageService } from './storage-service.js';

await runMain(async (signal) => {
  const settings = loadStorageSettings(process.env);
  const logger = createLogger({ service: 'storage', level: settings.LOG_LEVEL });
  const registry = createMetricsRegistry();
  const eventLog = createKafkaEventLog({
    brokers: settings.KAFKA_BROKERS,
    clientId: 'forewarn-storage',
    logger,
  });
  const database = openMysql({
    host: settings.MYSQL_HOST,
    port: settings.MYSQL_PORT,
    user: settings.MYSQL_USER,
    password: settings.MYSQL_PASSWORD,
    database: settings.MYSQL_DATABASE,
    logger,
  });
  const store = createAnalysisWriter(database, logger);
  const storage = createStorageService({
    eventLog,
    store,
    registry,
    topic: settings.KAFKA_TOPIC,
    namespace: settings.KAFKA_NAMESPACE,
    topicPartitions: settings.KAFKA_PARTITIONS,
    retentionMs: settings.STORAGE_RETENTION,
    logger,
  });
  const operations = createOperationsServer({
    host: settings.OPERATIONS_HOST,
    port: settings.OPERATIONS_PORT,
    registry,
    services: [storage],
  });
  try {
    await runServices([operations, storage], { logger, signal });
  } finally {
    await eventLog.close();
    await database.close();
  }
});
