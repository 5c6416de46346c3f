import { mysqlAddress } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import { runProcess } from '@forewarn/process';
import { openMysql } from '@forewarn/sql';
import { createAnalysisWriter } from '@forewarn/store';
import { storedAnalyses } from './analyses/stored-analyses.js';
import { createStorage } from './create-storage.js';
import { loadStorageSettings, storageOptions } from './settings.js';

await runProcess({
  name: 'storage',
  settings: loadStorageSettings,
  create: ({ settings, registry, logger, own }) => {
    const { KAFKA_BROKERS: brokers, KAFKA_TOPIC: topic, STORAGE_RETENTION: retentionMs } = settings;
    const eventLog = own(createKafkaEventLog({ brokers, clientId: 'forewarn-storage', logger }));
    const store = createAnalysisWriter(own(openMysql({ ...mysqlAddress(settings), logger })), logger);
    const topics = [storedAnalyses({ topic, store, retentionMs })];
    return createStorage({
      ...storageOptions(settings),
      eventLog,
      database: store,
      topics,
      registry,
      logger,
    });
  },
});
