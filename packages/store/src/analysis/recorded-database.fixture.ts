import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqlite, type SqlConnection, type SqlDatabase } from '@forewarn/sql';
import { createAnalysisWriter } from './create-analysis-store.js';

/** A statement as the database was asked it. */
interface Asked {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** A migrated SQLite database that keeps what it is asked. */
export interface RecordedDatabase extends SqlDatabase {
  readonly asked: Asked[];
  /** Told of each statement before it is asked. */
  onAsked: (asked: Asked) => void;
  /** Closes it and removes it. */
  discard(): Promise<void>;
}

/** Makes a {@link RecordedDatabase}, in a folder of its own. */
export async function recordedDatabase(): Promise<RecordedDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'forewarn-asked-'));
  const database = openSqlite({ file: join(folder, 'store.db') });
  await createAnalysisWriter(database).migrate();
  const note = (sql: string, values: readonly unknown[]) => {
    recorded.asked.push({ sql, values });
    recorded.onAsked({ sql, values });
  };
  const noted = (connection: SqlConnection): SqlConnection => ({
    runScript: (sql) => connection.runScript(sql),
    query(query) {
      note(query.sql, query.parameters);
      return connection.query(query);
    },
    run(sql, values) {
      note(sql, values);
      return connection.run(sql, values);
    },
  });
  const recorded: RecordedDatabase = {
    dialect: database.dialect,
    asked: [],
    onAsked: () => {},
    read(query, options) {
      note(query.sql, query.parameters);
      return database.read(query, options);
    },
    transaction: (work, options) => database.transaction((connection) => work(noted(connection)), options),
    migrationTurn: (work, options) => database.migrationTurn(work, options),
    checkWritable: async () => {},
    close: () => database.close(),
    async discard() {
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
  return recorded;
}
