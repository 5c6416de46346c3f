import { mysqlAddress } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import { runProcess } from '@forewarn/process';
import { createMysqlStore } from '@forewarn/store';
import { storedAnalyses } from './analyses/stored-analyses.js';
import { createStorage } from './create-storage.js';
import { loadStorageSettings } from './settings.js';

await runProcess({
  name: 'storage',
  settings: loadStorageSettings,
  create: ({ settings, registry, logger, own }) => {
    const { KAFKA_TOPIC: topic, STORAGE_RETENTION: retentionMs } = settings;
    const brokers = settings.KAFKA_BROKERS;
    const eventLog = own(createKafkaEventLog({ brokers, clientId: 'forewarn-storage', logger }));
    const store = own(createMysqlStore({ ...mysqlAddress(settings), logger }));
    return createStorage({
      eventLog,
      database: store,
      topics: [storedAnalyses({ topic, store, retentionMs })],
      namespace: settings.KAFKA_NAMESPACE,
      topicPartitions: settings.KAFKA_PARTITIONS,
      registry,
      logger,
    });
  },
});
