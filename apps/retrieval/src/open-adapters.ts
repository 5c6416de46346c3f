import { kafkaAddress, mysqlAddress } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import { createProcessAccess, type ProcessContext, watchConsumers } from '@forewarn/process';
import { openMysql } from '@forewarn/sql';
import { createRetrievalStore } from '@forewarn/store';
import type { loadRetrievalSettings } from './settings.js';

/** Where the process of retrieval reads: MySQL and Kafka; and how it lets callers in. */
export function openAdapters({
  settings,
  registry,
  logger,
  own,
}: ProcessContext<ReturnType<typeof loadRetrievalSettings>>) {
  const kafka = own(
    createKafkaEventLog({ ...kafkaAddress(settings), clientId: 'forewarn-retrieval', logger }),
  );
  const store = createRetrievalStore(own(openMysql({ ...mysqlAddress(settings), logger })), logger);
  return {
    eventLog: watchConsumers(kafka, { stallAfterMs: settings.KAFKA_STALL_AFTER, registry, logger }),
    store,
    access: createProcessAccess(settings, store),
  };
}
