import type { CallOptions, DatabaseSchema, Logger, TopicStore } from '@forewarn/core';
import {
  createSchema,
  createTopicStore,
  type MigrationModule,
  migrationFolder,
  type RowWriter,
  type SqlDatabase,
  upsertRows,
} from '@forewarn/sql';

/** A row of the table of notes. */
interface NoteRow {
  readonly id: string;
  readonly text: string;
}

const notesModule: MigrationModule = { name: 'notes', folder: migrationFolder(import.meta.url, 'notes') };

const noteRows: RowWriter<NoteRow> = {
  modules: [notesModule],
  write: (connection, dialect, items) =>
    upsertRows(
      connection,
      dialect,
      { table: 'note', key: ['id'] },
      items.map(({ value }) => ({ id: value.id, text: value.text })),
    ),
};

/** Reads the notes. */
export interface NoteReader {
  /** All, by id. */
  listNotes(options?: CallOptions): Promise<readonly NoteRow[]>;
}

/** The notes that are stored. */
export const createNoteReader = (database: SqlDatabase, logger?: Logger): NoteReader & DatabaseSchema => ({
  ...createSchema(database, [notesModule], logger),
  listNotes: (options) =>
    database.read(
      database.dialect.queries
        .withTables<{ note: NoteRow }>()
        .selectFrom('note')
        .selectAll()
        .orderBy('id')
        .compile(),
      options,
    ),
});

/** Writes the notes with the offsets of their topic. */
export const createNoteWriter = (
  database: SqlDatabase,
  logger?: Logger,
): TopicStore<NoteRow> & DatabaseSchema => createTopicStore(database, noteRows, logger);
