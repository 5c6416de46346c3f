import { noteWrittenTopic } from '@forewarn/contracts';
import { type DatabaseSchema, type EventLog, ensureTopics, type Logger } from '@forewarn/core';
import { untilAvailable } from '@forewarn/lifecycle';
import type { AppParts } from '@forewarn/process';
import type { NoteReader } from '@forewarn/store';
import { Counter, type Registry } from '@forewarn/telemetry';
import { noteRoutes } from './note-routes.js';
import { notesGrpcService } from './notes-grpc-service.js';

/** What the app needs. */
export interface NotesDeps {
  readonly eventLog: EventLog;
  readonly store: NoteReader & DatabaseSchema;
  readonly namespace?: string;
  readonly topicPartitions: number;
  readonly registry: Registry;
  readonly logger: Logger;
}

/** Notes: written over REST into a topic, stored by storage, read over REST and gRPC. */
export function createNotes(deps: NotesDeps): AppParts {
  const { eventLog, store, namespace = 'forewarn', topicPartitions: partitions, registry, logger } = deps;
  const written = new Counter({ name: 'forewarn_notes_total', help: 'Notes written', registers: [registry] });
  return {
    services: [
      {
        name: 'notes',
        async start(signal) {
          const wait = { signal, logger };
          await untilAvailable('the store', () => store.migrate({ signal }), wait);
          const ensure = () =>
            ensureTopics(eventLog, [noteWrittenTopic], { namespace, partitions }, { signal });
          await untilAvailable('the event log', ensure, wait);
        },
        check: (signal) => store.check({ signal }),
        stop: async () => {},
      },
    ],
    routes: noteRoutes({ eventLog, store, topic: noteWrittenTopic.name(namespace), written }),
    grpc: [notesGrpcService(store)],
  };
}
