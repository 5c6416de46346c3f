/** The services that have an account in the database. */
export const databaseServices = ['storage', 'retrieval', 'sla-manager'] as const;

/** One of them. */
export type DatabaseService = (typeof databaseServices)[number];

/** Rights to tables, and of each service what it needs of them; nothing where it is not named. */
export interface TableRights extends Readonly<Partial<Record<DatabaseService, string>>> {
  readonly tables: readonly string[];
}

const read = 'SELECT';
/** Inserts, updates and locks rows that are never deleted. */
const upsert = 'SELECT, INSERT, UPDATE';
const write = 'SELECT, INSERT, UPDATE, DELETE';

/** What each service does with each table, by its statements: the least that it works with. A new table is one line more. */
export const tableRights: readonly TableRights[] = [
  // Which migrations were applied: all look when they start, and when they are asked whether they are ready.
  { tables: ['module_migration'], storage: read, retrieval: read, 'sla-manager': read },
  { tables: ['consumer_offset'], storage: upsert },
  { tables: ['series'], storage: upsert, retrieval: read, 'sla-manager': read },
  { tables: ['forecast'], storage: write, retrieval: read, 'sla-manager': read },
  { tables: ['dickey_fuller', 'aggregates'], storage: write, retrieval: read },
  { tables: ['execution_time'], storage: write, 'sla-manager': read },
  {
    tables: ['decomposition_window', 'hodrick_prescott_window', 'autocorrelation_window'],
    storage: upsert,
    retrieval: read,
  },
  { tables: ['series_problem'], storage: write, 'sla-manager': read },
  { tables: ['objective_verdict'], storage: write, 'sla-manager': read },
  { tables: ['access_key'], retrieval: read, 'sla-manager': upsert },
  { tables: ['audit_entry'], 'sla-manager': write },
  { tables: ['sla', 'objective', 'indicator', 'tallied_day', 'day_tally'], 'sla-manager': write },
];

/** What whoever applies migrations needs of the whole database: tables and views are made, changed and filled. */
export const migrationRights =
  'SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE VIEW';
