import { loadNotesService, type NotesServiceHandlers, notesServiceName } from '@forewarn/contracts';
import type { DatabaseSchema } from '@forewarn/core';
import { type GrpcAccess, type GrpcHandlers, type GrpcService, unaryHandler } from '@forewarn/grpc';
import type { NoteReader } from '@forewarn/store';

const access: GrpcAccess<NotesServiceHandlers> = { CountNotes: 'read' };

export function notesGrpcService(store: NoteReader & DatabaseSchema): GrpcService {
  const handlers: GrpcHandlers<NotesServiceHandlers> = {
    CountNotes: unaryHandler(async (_, signal) => ({ count: (await store.listNotes({ signal })).length })),
  };
  return {
    name: notesServiceName,
    definition: loadNotesService(),
    handlers,
    access,
    metricsPrefix: 'forewarn_notes_rpc',
    check: (signal) => store.check({ signal }),
  };
}
