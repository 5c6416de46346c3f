import { kafkaAddress, mysqlAddress, prometheusTarget } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import { createProcessAccess, type ProcessContext } from '@forewarn/process';
import { createPrometheusSource } from '@forewarn/prometheus-source';
import { openMysql } from '@forewarn/sql';
import { createAccessStore, createAnalysisStore, createSloStore } from '@forewarn/store';
import type { loadSlaManagerSettings } from './settings.js';

/** Where the process of an SLA manager reads and writes: MySQL, Prometheus, and Kafka. */
export function openAdapters({
  settings,
  logger,
  own,
}: ProcessContext<ReturnType<typeof loadSlaManagerSettings>>) {
  const database = own(openMysql({ ...mysqlAddress(settings), logger }));
  const accessStore = createAccessStore(database, logger);
  return {
    accessStore,
    waysIn: createProcessAccess(settings, accessStore),
    store: { ...createAnalysisStore(database, logger), ...createSloStore(database, logger) },
    source: createPrometheusSource({ ...prometheusTarget(settings), logger }),
    eventLog: own(
      createKafkaEventLog({ ...kafkaAddress(settings), clientId: 'forewarn-sla-manager', logger }),
    ),
  };
}
