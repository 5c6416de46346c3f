import {
  type DatabaseIntrospector,
  type DialectAdapter,
  DummyDriver,
  Kysely,
  type QueryCompiler,
} from 'kysely';
import type { Tables } from '../schema/tables.js';

/** The parts of a kysely dialect that building SQL needs. */
export interface QueryBuilderParts {
  createAdapter(): DialectAdapter;
  createQueryCompiler(): QueryCompiler;
  createIntrospector(db: Kysely<Tables>): DatabaseIntrospector;
}

/**
 * Kysely as a typed builder of SQL, without a connection. Its own drivers were passed over: MySQL's reads doubles
 * as text, which mysql2 does not parse exactly, and SQLite's has one connection for reads and writes.
 */
export const createQueryBuilder = (parts: QueryBuilderParts): Kysely<Tables> =>
  new Kysely<Tables>({ dialect: { ...parts, createDriver: () => new DummyDriver() } });
