import {
  type DatabaseIntrospector,
  type DialectAdapter,
  DummyDriver,
  Kysely,
  type QueryCompiler,
} from 'kysely';

/** The parts of a kysely dialect that building SQL needs. */
export interface QueryBuilderParts {
  createAdapter(): DialectAdapter;
  createQueryCompiler(): QueryCompiler;
  createIntrospector(db: Kysely<unknown>): DatabaseIntrospector;
}

/**
 * Kysely as a builder of SQL, without a connection and without tables: each domain types its own by `withTables`.
 * Kysely's own drivers were passed over: MySQL's reads doubles as text, which mysql2 does not parse exactly, and
 * SQLite's has one connection for reads and writes.
 */
export const createQueryBuilder = (parts: QueryBuilderParts): Kysely<unknown> =>
  new Kysely<unknown>({ dialect: { ...parts, createDriver: () => new DummyDriver() } });
