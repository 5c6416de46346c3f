import type { SqlConnection, SqlValue } from '../database/sql-database.js';
import type { SqlDialect } from '../database/sql-dialect.js';

/** A row to insert: columns in the same order in all rows of a table. */
export type Row = Readonly<Record<string, SqlValue>>;

/** How a table takes rows. */
export interface UpsertTarget {
  readonly table: string;
  readonly key: readonly string[];
  /** Columns that an existing row keeps, beyond its key. */
  readonly keep?: readonly string[];
  /** Rows with a lesser value here do not replace rows with a greater one. */
  readonly notOlderBy?: string;
}

/** Most rows a statement: each number of rows is a prepared statement of its own. */
const mostRows = 20;

/** Servers refuse statements beyond `max_allowed_packet`, 16 MiB by default. */
const mostCharacters = 4_000_000;

/** Inserts rows, or updates those whose key exists, several a statement. */
export async function upsertRows(
  connection: SqlConnection,
  dialect: SqlDialect,
  target: UpsertTarget,
  rows: readonly Row[],
): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const fixed = new Set([...target.key, ...(target.keep ?? [])]);
  const onConflict = dialect.onConflict({
    key: target.key,
    update: columns.filter((column) => !fixed.has(column) || column === target.notOlderBy),
    ...(target.notOlderBy === undefined ? {} : { notOlderBy: target.notOlderBy }),
  });
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  for (const chunk of chunked(rows)) {
    const tuples = chunk.map(() => tuple).join(', ');
    const sql = `INSERT INTO ${target.table} (${columns.join(', ')}) VALUES ${tuples} ${onConflict}`;
    await connection.run(
      sql,
      chunk.flatMap((row) => columns.map((column) => row[column] ?? null)),
    );
  }
}

/** @param rows  at least one */
function* chunked(rows: readonly Row[]): Generator<readonly Row[]> {
  let chunk: Row[] = [];
  let characters = 0;
  for (const row of rows) {
    const size = sizeOf(row);
    if (chunk.length > 0 && (chunk.length === mostRows || characters + size > mostCharacters)) {
      yield chunk;
      chunk = [];
      characters = 0;
    }
    chunk.push(row);
    characters += size;
  }
  yield chunk;
}

const sizeOf = (row: Row): number =>
  Object.values(row).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value.length : 8), 0);
