import type { TopicContract } from '@forewarn/core';
import { z } from 'zod';
import { undecodableEvent } from '../../encoding/event-error.js';

const note = z.strictObject({ id: z.uuid(), text: z.string().min(1).max(1_000) });

/** A note that somebody wrote. */
export type Note = z.output<typeof note>;

/** The topic of notes: one note a record, JSON. */
export const noteWrittenTopic: TopicContract<Note> = {
  name: (namespace) => `${namespace}.notes`,
  key: ({ id }) => id,
  encode: (value) => ({
    key: value.id,
    value: new TextEncoder().encode(JSON.stringify(value)),
    headers: { 'content-type': 'application/json' },
  }),
  decode({ value }) {
    try {
      return note.parse(JSON.parse(new TextDecoder().decode(value)));
    } catch (cause) {
      throw undecodableEvent('the value is not a note', cause);
    }
  },
};
