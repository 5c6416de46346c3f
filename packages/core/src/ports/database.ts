import type { CallOptions } from './call-options.js';

/** What a check of a database asks. */
export interface DatabaseCheckOptions extends CallOptions {
  /** Whether also that it takes writes: not one that is read-only, or whose disk is full. Default false. */
  readonly forWriting?: boolean;
}

/** The tables that a repository needs, and no others. */
export interface DatabaseSchema {
  /** Applies the migrations that are missing. Idempotent; of several that start at once one applies, the others wait. @throws {ForewarnError} `migration-failed` */
  migrate(options?: CallOptions): Promise<void>;
  /** Resolves when the database answers and has the tables of this program, or newer ones that were added to; rejects with the reason when not. */
  check(options?: DatabaseCheckOptions): Promise<void>;
}

/** What every repository has in common: a schema that is brought up to date, a server that answers, connections that are closed. */
export interface Database extends DatabaseSchema {
  close(): Promise<void>;
}
