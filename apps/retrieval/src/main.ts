import { createKafkaEventLog } from '@forewarn/event-log';
import { createOperationsServer, runMain, runServices } from '@forewarn/lifecycle';
import { openMysql } from '@forewarn/sql';
import { createAnalysisStore } from '@forewarn/store';
import { createLogger, createMetricsRegistry } from '@forewarn/telemetry';
import { createRetrievalService } from './retrieval-service.js';
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
  const database = openMysql({
    host: settings.MYSQL_HOST,
    port: settings.MYSQL_PORT,
    user: settings.MYSQL_USER,
    password: settings.MYSQL_PASSWORD,
    database: settings.MYSQL_DATABASE,
    logger,
  });
  const store = createAnalysisStore(database, logger);
  const retrieval = createRetrievalService({
    eventLog,
    store,
    registry,
    topic: settings.KAFKA_TOPIC,
    topicPartitions: settings.KAFKA_PARTITIONS,
    host: settings.RETRIEVAL_HOST,
    port: settings.RETRIEVAL_PORT,
    logger,
  });
  const operations = createOperationsServer({
    host: settings.OPERATIONS_HOST,
    port: settings.OPERATIONS_PORT,
    registry,
    services: [retrieval],
  });
  try {
    await runServices([operations, retrieval], { logger, signal });
  } finally {
    await eventLog.close();
    await database.close();
  }
});
