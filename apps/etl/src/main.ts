import { createKafkaEventLog } from '@forewarn/event-log';
import { createOperationsServer, runMain, runServices } from '@forewarn/lifecycle';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { createLogger, createMetricsRegistry } from '@forewarn/telemetry';
import { createEtlService } from './etl-service.js';
import { loadEtlSettings } from './settings.js';

await runMain(async (signal) => {
  const settings = loadEtlSettings(process.env);
  const logger = createLogger({ service: 'etl', level: settings.LOG_LEVEL });
  const registry = createMetricsRegistry();
  const eventLog = createKafkaEventLog({ brokers: settings.KAFKA_BROKERS, clientId: 'forewarn-etl', logger });
  const etl = createEtlService({
    eventLog,
    source: createPrometheusSource({ url: settings.PROMETHEUS_URL }),
    registry,
    profile: { ...settings.ANALYSIS_PROFILE, windowMs: settings.ETL_WINDOW, stepMs: settings.ETL_STEP },
    selectors: settings.ETL_SELECTORS,
    partitionLabels: settings.ETL_PARTITION_LABELS,
    intervalMs: settings.ETL_INTERVAL,
    settleMs: settings.ETL_SETTLE,
    resultTopic: settings.KAFKA_TOPIC,
    namespace: settings.KAFKA_NAMESPACE,
    topicPartitions: settings.KAFKA_PARTITIONS,
    format: settings.EVENT_FORMAT,
    logger,
  });
  const operations = createOperationsServer({
    host: settings.OPERATIONS_HOST,
    port: settings.OPERATIONS_PORT,
    registry,
    services: [etl],
  });
  try {
    await runServices([operations, etl], { logger, signal });
  } finally {
    await eventLog.close();
  }
});
