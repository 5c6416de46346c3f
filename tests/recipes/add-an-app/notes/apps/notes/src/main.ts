import { kafkaAddress, mysqlAddress } from '@forewarn/config';
import { loadProtoDescriptors } from '@forewarn/contracts';
import { createKafkaEventLog } from '@forewarn/event-log';
import { createGrpcListener } from '@forewarn/grpc';
import { createHttpListener } from '@forewarn/http';
import { runProcess, watchConsumers } from '@forewarn/process';
import { openMysql } from '@forewarn/sql';
import { createNoteReader } from '@forewarn/store';
import { createNotes } from './create-notes.js';
import { loadNotesSettings } from './settings.js';

const info = { title: 'Notes', version: '0.1.0', description: 'Notes' };

await runProcess({
  name: 'notes',
  settings: loadNotesSettings,
  create: ({ settings, registry, logger, own }) => {
    const { KAFKA_NAMESPACE: namespace, KAFKA_PARTITIONS: topicPartitions } = settings;
    const kafka = own(createKafkaEventLog({ ...kafkaAddress(settings), clientId: 'forewarn-notes', logger }));
    const eventLog = watchConsumers(kafka, { stallAfterMs: settings.KAFKA_STALL_AFTER, registry, logger });
    const store = createNoteReader(own(openMysql({ ...mysqlAddress(settings), logger })), logger);
    return createNotes({ eventLog, store, namespace, topicPartitions, registry, logger });
  },
  http: (
    { routes = [] },
    { settings: { NOTES_HOST: host, NOTES_PORT: port, ALLOWED_HOSTS: allowedHosts }, registry, logger },
  ) => createHttpListener({ host, port, allowedHosts, routes, info, registry, logger }),
  grpc: (
    { grpc: services = [] },
    { settings: { NOTES_HOST: host, NOTES_GRPC_PORT: port }, registry, logger },
  ) => createGrpcListener({ host, port, services, descriptors: loadProtoDescriptors(), registry, logger }),
});
