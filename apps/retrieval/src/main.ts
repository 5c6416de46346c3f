import { mysqlAddress } from '@forewarn/config';
import { createKafkaEventLog } from '@forewarn/event-log';
import { createGrpcListener } from '@forewarn/grpc';
import { runProcess, watchConsumers } from '@forewarn/process';
import { openMysql } from '@forewarn/sql';
import { createAnalysisStore } from '@forewarn/store';
import { createRetrieval } from './create-retrieval.js';
import { grpcOptions, loadRetrievalSettings, retrievalOptions } from './settings.js';

await runProcess({
  name: 'retrieval',
  settings: loadRetrievalSettings,
  create: ({ settings, registry, logger, own }) => {
    const brokers = settings.KAFKA_BROKERS;
    const kafka = own(createKafkaEventLog({ brokers, clientId: 'forewarn-retrieval', logger }));
    const eventLog = watchConsumers(kafka, { stallAfterMs: settings.KAFKA_STALL_AFTER, registry, logger });
    const store = createAnalysisStore(own(openMysql({ ...mysqlAddress(settings), logger })), logger);
    return createRetrieval({ ...retrievalOptions(settings), eventLog, store, registry, logger });
  },
  grpc: ({ grpc: services = [] }, { settings, certificates, registry, logger }) =>
    createGrpcListener({ ...grpcOptions(settings), certificates, services, registry, logger }),
});
