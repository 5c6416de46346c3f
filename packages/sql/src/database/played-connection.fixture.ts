import type { SqlConnection } from './sql-database.js';

/** A connection that keeps what it is asked, and answers queries with these rows, one after the other. */
export function playedConnection(answers: object[][] = []) {
  const asked: { sql: string; values: readonly unknown[] }[] = [];
  const connection: SqlConnection = {
    async query<T>({ sql, parameters }: { sql: string; parameters: readonly unknown[] }) {
      asked.push({ sql, values: parameters });
      return (answers.shift() ?? []) as T[];
    },
    async run(sql, values) {
      asked.push({ sql, values });
      return 1;
    },
    runScript: async () => {},
  };
  return { connection, asked };
}
