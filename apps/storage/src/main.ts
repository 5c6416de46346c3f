import { kafkaAddress, mysqlAddress } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import { runProcess, watchConsumers } from '@forewarn/process';
import { openMysql } from '@forewarn/sql';
import { createStorage } from './create-storage.js';
import { loadStorageSettings, storageOptions } from './settings.js';
import { storedTopics } from './stored-topics.js';

await runProcess({
  name: 'storage',
  settings: loadStorageSettings,
  create: ({ settings, registry, logger, own }) => {
    const { KAFKA_TOPIC: topic, STORAGE_RETENTION: retentionMs } = settings;
    const kafka = own(
      createKafkaEventLog({ ...kafkaAddress(settings), clientId: 'forewarn-storage', logger }),
    );
    const eventLog = watchConsumers(kafka, { stallAfterMs: settings.KAFKA_STALL_AFTER, registry, logger });
    const database = own(openMysql({ ...mysqlAddress(settings), logger }));
    const topics = storedTopics(database, { topic, retentionMs, logger });
    return createStorage({ ...storageOptions(settings), eventLog, topics, registry, logger });
  },
});
