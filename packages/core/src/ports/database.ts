import type { CallOptions } from './call-options.js';

/** What every repository has in common: a schema that is brought up to date, a server that answers, connections that are closed. */
export interface Database {
  /** Applies the migrations that are missing. Idempotent; of several that start at once one applies, the others wait. @throws {ForewarnError} `migration-failed` */
  migrate(options?: CallOptions): Promise<void>;
  /** Resolves when the database answers and has this program's schema; rejects with the reason when not. */
  check(options?: CallOptions): Promise<void>;
  close(): Promise<void>;
}
