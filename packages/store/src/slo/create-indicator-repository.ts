import {
  definitionOf,
  definitionText,
  type Indicator,
  type IndicatorRepository,
  SloError,
} from '@forewarn/slo';
import type { SqlDatabase, SqlDialect } from '@forewarn/sql';
import type { IndicatorTable, SloTables } from './slo-tables.js';

/** The indicators in SQL. */
export function createIndicatorRepository(database: SqlDatabase): IndicatorRepository {
  const all = indicatorQuery(database.dialect).compile();
  const byName = indicatorQuery(database.dialect).where('name', '=', '').compile();
  const insert = `INSERT INTO indicator (name, description, definition) VALUES (?, ?, ?) ${database.dialect.onConflict({ key: ['name'], update: [] })}`;
  return {
    listIndicators: async (options) => (await database.read<IndicatorTable>(all, options)).map(toIndicator),
    async getIndicator(name, options) {
      const [found] = await database.read<IndicatorTable>({ ...byName, parameters: [name] }, options);
      if (found === undefined) throw indicatorNotFound(name);
      return toIndicator(found);
    },
    createIndicator: ({ name, description, definition }, options) =>
      database.transaction(async (connection) => {
        const inserted = await connection.run(insert, [name, description, definitionText(definition)]);
        if (inserted > 0) return;
        throw new SloError(
          'indicator-exists',
          `an indicator named ${name} exists already; replace it or choose another name`,
          { details: { indicator: name } },
        );
      }, options),
    replaceIndicator: ({ name, description, definition }, options) =>
      database.transaction(async (connection) => {
        // Asked for by itself: MySQL counts a row that is replaced by the same as not changed.
        const [existing] = await connection.query({ ...byName, parameters: [name] });
        if (existing === undefined) throw indicatorNotFound(name);
        const update = 'UPDATE indicator SET description = ?, definition = ? WHERE name = ?';
        await connection.run(update, [description, definitionText(definition), name]);
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
    .select(['name', 'description', 'definition'])
    .orderBy('name');

const toIndicator = ({ name, description, definition }: IndicatorTable): Indicator => ({
  name,
  description,
  definition: definitionOf(definition),
});

const indicatorNotFound = (name: string): SloError =>
  new SloError(
    'indicator-not-found',
    `there is no indicator named ${name}; list the indicators to see their names`,
    { details: { indicator: name } },
  );
