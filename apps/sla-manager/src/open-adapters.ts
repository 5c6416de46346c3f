import { kafkaAddress, mysqlAddress } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import type { ProcessContext } from '@forewarn/process';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { openMysql } from '@forewarn/sql';
import { createAnalysisStore, createSloStore } from '@forewarn/store';
import type { loadSlaManagerSettings } from './settings.js';

/** Where the process of an SLA manager reads and writes: MySQL, Prometheus, and Kafka. */
export function openAdapters({
  settings,
  logger,
  own,
}: ProcessContext<ReturnType<typeof loadSlaManagerSettings>>) {
  const database = own(openMysql({ ...mysqlAddress(settings), logger }));
  return {
    store: { ...createAnalysisStore(database, logger), ...createSloStore(database, logger) },
    source: createPrometheusSource({ url: settings.PROMETHEUS_URL, logger }),
    eventLog: own(
      createKafkaEventLog({ ...kafkaAddress(settings), clientId: 'forewarn-sla-manager', logger }),
    ),
  };
}
