import type { Indicator, IndicatorRepository } from '@forewarn/slo';
import { SloError } from '@forewarn/slo';
import type { SqlDatabase, SqlDialect } from '@forewarn/sql';
import type { SloTables } from './slo-tables.js';

/** The indicators in SQL. */
export function createIndicatorRepository(database: SqlDatabase): IndicatorRepository {
  const all = indicatorQuery(database.dialect).compile();
  const byName = indicatorQuery(database.dialect).where('name', '=', '').compile();
  const insert = `INSERT INTO indicator (name, description, expression) VALUES (?, ?, ?) ${database.dialect.onConflict({ key: ['name'], update: [] })}`;
  return {
    listIndicators: (options) => database.read<Indicator>(all, options),
    async getIndicator(name, options) {
      const [found] = await database.read<Indicator>({ ...byName, parameters: [name] }, options);
      if (found === undefined) throw indicatorNotFound(name);
      return found;
    },
    createIndicator: ({ name, description, expression }, options) =>
      database.transaction(async (connection) => {
        const inserted = await connection.run(insert, [name, description, expression]);
        if (inserted > 0) return;
        throw new SloError(
          'indicator-exists',
          `an indicator named ${name} exists already; replace it or choose another name`,
          { details: { indicator: name } },
        );
      }, options),
    replaceIndicator: ({ name, description, expression }, options) =>
      database.transaction(async (connection) => {
        // Asked for by itself: MySQL counts a row that is replaced by the same as not changed.
        const [existing] = await connection.query({ ...byName, parameters: [name] });
        if (existing === undefined) throw indicatorNotFound(name);
        const update = 'UPDATE indicator SET description = ?, expression = ? WHERE name = ?';
        await connection.run(update, [description, expression, name]);
      }, options),
    deleteIndicator: (name, options) =>
      database.transaction(async (connection) => {
        const deleted = await connection.run('DELETE FROM indicator WHERE name = ?', [name]);
        if (deleted === 0) throw indicatorNotFound(name);
      }, options),
  };
}

const indicatorQuery = ({ queries }: SqlDialect) =>
  queries
    .withTables<SloTables>()
    .selectFrom('indicator')
    .select(['name', 'description', 'expression'])
    .orderBy('name');

const indicatorNotFound = (name: string): SloError =>
  new SloError(
    'indicator-not-found',
    `there is no indicator named ${name}; list the indicators to see their names`,
    { details: { indicator: name } },
  );
