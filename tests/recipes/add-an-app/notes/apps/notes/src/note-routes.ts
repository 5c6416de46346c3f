import { randomUUID } from 'node:crypto';
import { noteWrittenTopic } from '@forewarn/contracts';
import type { EventLog } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import type { NoteReader } from '@forewarn/store';
import type { Counter } from '@forewarn/telemetry';
import { z } from 'zod';

const note = z.object({ id: z.uuid(), text: z.string() });

/** What the routes work with. */
interface RouteDeps {
  readonly eventLog: EventLog;
  readonly store: NoteReader;
  readonly topic: string;
  readonly written: Counter;
}

const path = '/api/v1/notes';

export const noteRoutes = ({ eventLog, store, topic, written }: RouteDeps): Route[] => [
  defineRoute(
    {
      method: 'get',
      path,
      operationId: 'listNotes',
      access: 'read',
      summary: 'All notes',
      responses: { 200: { description: 'The notes', schema: z.object({ notes: z.array(note) }) } },
      errors: [],
    },
    async (_, signal) => ({ status: 200, body: { notes: [...(await store.listNotes({ signal }))] } }),
  ),
  defineRoute(
    {
      method: 'post',
      path,
      operationId: 'writeNote',
      access: 'write',
      summary: 'Writes a note',
      body: z.strictObject({ text: z.string().min(1).max(1_000) }),
      responses: { 201: { description: 'Written', schema: note } },
      errors: [],
    },
    async ({ body }, signal) => {
      const value = { id: randomUUID(), text: body.text };
      await eventLog.append(topic, [noteWrittenTopic.encode(value)], { signal });
      written.inc();
      return { status: 201, body: value };
    },
  ),
];
