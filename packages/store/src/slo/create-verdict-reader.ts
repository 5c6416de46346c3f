import type { VerdictQuery, VerdictReader } from '@forewarn/slo';
import type { SqlDatabase, SqlDialect } from '@forewarn/sql';
import { sql } from 'kysely';
import type { SloTables } from './slo-tables.js';
import { verdictColumns, verdictOf } from './verdict-rows.js';

/** Reads the verdicts in SQL. */
export const createVerdictReader = (database: SqlDatabase): VerdictReader => ({
  async listVerdicts(query, options) {
    const { sla, objective } = query;
    const rows = await database.read(verdictQuery(database.dialect, query), options);
    return rows.map((row) => verdictOf({ sla, objective }, row));
  },
});

const verdictQuery = ({ queries }: SqlDialect, { sla, objective, range, limit }: VerdictQuery) =>
  queries
    .withTables<SloTables>()
    .selectFrom('objective_verdict')
    .select(verdictColumns)
    .where('sla_name', '=', sla)
    .where('objective_name', '=', objective)
    .where('end_ms', '>', range.startMs)
    .where('end_ms', '<=', range.endMs)
    .orderBy('end_ms', 'desc')
    .limit(sql.lit(limit))
    .compile();
