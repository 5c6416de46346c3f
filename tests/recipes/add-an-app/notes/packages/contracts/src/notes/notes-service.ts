import type { NotesServiceDefinition } from '../generated/forewarn/notes/v1/NotesService.js';
import type { ProtoGrpcType } from '../generated/notes.js';
import { protoDefinitions } from '../proto-definitions.js';

export type { NotesServiceHandlers } from '../generated/forewarn/notes/v1/NotesService.js';

/** The full name of the service, as in health checks. */
export const notesServiceName = 'forewarn.notes.v1.NotesService';

/** The methods of the service, to add to a server. */
export const loadNotesService = (): NotesServiceDefinition =>
  protoDefinitions<ProtoGrpcType>().forewarn.notes.v1.NotesService.service;
