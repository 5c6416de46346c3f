import type { ChangeOptions } from '@forewarn/core';
import {
  definitionOf,
  definitionText,
  type Indicator,
  type IndicatorRepository,
  SloError,
} from '@forewarn/slo';
import type { SqlConnection, SqlDatabase, SqlDialect } from '@forewarn/sql';
import { type RecordedChange, recordChange } from '../access/record-change.js';
import type { IndicatorTable, SloTables } from './slo-tables.js';

/** The indicators in SQL. */
export function createIndicatorRepository(database: SqlDatabase): IndicatorRepository {
  const all = indicatorQuery(database.dialect).compile();
  const byName = indicatorQuery(database.dialect).where('name', '=', '').compile();
  const insert = `INSERT INTO indicator (name, description, definition) VALUES (?, ?, ?) ${database.dialect.onConflict({ key: ['name'], update: [] })}`;
  const record = (
    connection: SqlConnection,
    options: ChangeOptions<Indicator>,
    change: Omit<RecordedChange<Indicator>, 'kind'>,
  ) => recordChange(connection, database.dialect, options, { kind: 'indicator', ...change });
  return {
    listIndicators: async (options) => (await database.read<IndicatorTable>(all, options)).map(toIndicator),
    async getIndicator(name, options) {
      const [found] = await database.read<IndicatorTable>({ ...byName, parameters: [name] }, options);
      if (found === undefined) throw indicatorNotFound(name);
      return toIndicator(found);
    },
    createIndicator: (indicator, options = {}) =>
      database.transaction(async (connection) => {
        const { name, description, definition } = indicator;
        const inserted = await connection.run(insert, [name, description, definitionText(definition)]);
        if (inserted > 0) return record(connection, options, { action: 'create', name, after: indicator });
        throw new SloError(
          'indicator-exists',
          `an indicator named ${name} exists already; replace it or choose another name`,
          { details: { indicator: name } },
        );
      }, options),
    replaceIndicator: (indicator, options = {}) =>
      database.transaction(async (connection) => {
        const { name, description, definition } = indicator;
        // Asked for by itself: MySQL counts a row that is replaced by the same as not changed.
        const [existing] = await connection.query<IndicatorTable>({ ...byName, parameters: [name] });
        if (existing === undefined) throw indicatorNotFound(name);
        const update = 'UPDATE indicator SET description = ?, definition = ? WHERE name = ?';
        await connection.run(update, [description, definitionText(definition), name]);
        const before = options.change && toIndicator(existing);
        await record(connection, options, { action: 'replace', name, before, after: indicator });
      }, options),
    deleteIndicator: (name, options = {}) =>
      database.transaction(async (connection) => {
        const [existing] = await connection.query<IndicatorTable>({ ...byName, parameters: [name] });
        const deleted = await connection.run('DELETE FROM indicator WHERE name = ?', [name]);
        if (deleted === 0 || existing === undefined) throw indicatorNotFound(name);
        const before = options.change && toIndicator(existing);
        await record(connection, options, { action: 'delete', name, before });
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
