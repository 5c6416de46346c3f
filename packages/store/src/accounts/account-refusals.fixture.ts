import type { DatabaseSchema } from '@forewarn/core';
import type { SqlDatabase } from '@forewarn/sql';
import { type MysqlAddress, recordingLogger } from '@forewarn/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAnalysisStore, createAnalysisWriter } from '../analysis/create-analysis-store.js';
import { createSloStore, createVerdictWriter } from '../slo/create-slo-store.js';
import { type AccountDatabase, createAccountDatabase } from './account-database.fixture.js';
import { type DatabaseService, databaseServices } from './table-rights.js';

const analysisTables = [
  ...['series', 'dickey_fuller', 'aggregates', 'forecast', 'execution_time', 'series_problem'],
  ...['decomposition_window', 'hodrick_prescott_window', 'autocorrelation_window'],
];
const sloTables = ['sla', 'objective', 'indicator', 'tallied_day', 'day_tally'];
const others = ['objective_verdict', 'consumer_offset', 'module_migration'];
const all = [...analysisTables, ...sloTables, ...others];

const writing = (table: string) => [`INSERT INTO ${table} VALUES ()`, `DELETE FROM ${table}`];
const changing = (table: string) => [
  ...[`DROP TABLE ${table}`, `TRUNCATE TABLE ${table}`, `ALTER TABLE ${table} COMMENT 'x'`],
  `CREATE INDEX mine ON ${table} (x)`,
];
const reading = (table: string) => `SELECT 1 FROM ${table} LIMIT 1`;
const beyond = ['CREATE TABLE mine (x INT)', 'CREATE VIEW mine AS SELECT 1', 'SELECT user FROM mysql.user'];

/** What the account of each service has no use for. */
const needless: Readonly<Record<DatabaseService, readonly string[]>> = {
  retrieval: [
    ...all.flatMap(writing),
    ...[...sloTables, 'execution_time', 'series_problem', 'objective_verdict', 'consumer_offset'].map(
      reading,
    ),
  ],
  'sla-manager': [...[...analysisTables, ...others].flatMap(writing), reading('consumer_offset')],
  storage: [...[...sloTables, 'module_migration'].flatMap(writing), ...sloTables.map(reading)],
};

/** What is refused to the accounts of services, and what they say of a schema that they may not change. */
export function accountRefusals(name: string, address: () => MysqlAddress): void {
  describe(`${name} refuses`, () => {
    let database: AccountDatabase;
    const accounts = new Map<DatabaseService, SqlDatabase>();

    beforeAll(async () => {
      database = await createAccountDatabase(address());
      await database.bringUpToDate();
      for (const service of databaseServices) accounts.set(service, database.openAs(service));
    });
    afterAll(async () => {
      await Promise.all([...accounts.values()].map((account) => account.close()));
      await database?.discard();
    });

    test.each(databaseServices)('the account of %s what it has no use for', async (service) => {
      const attempt = (statement: string) =>
        accounts.get(service)!.transaction((connection) => connection.runScript(statement));
      for (const statement of [...needless[service], ...all.flatMap(changing), ...beyond])
        await expect(attempt(statement), statement).rejects.toMatchObject({ code: 'store-access-denied' });
    });
  });

  describe(`${name}, whose services may not change tables`, () => {
    let database: AccountDatabase;
    const opened: SqlDatabase[] = [];

    beforeEach(async () => {
      database = await createAccountDatabase(address());
      return async () => {
        await Promise.all(opened.splice(0).map((each) => each.close()));
        await database.discard();
      };
    });

    const schemasOf: Readonly<Record<DatabaseService, (of: SqlDatabase) => readonly DatabaseSchema[]>> = {
      storage: (of) => [createAnalysisWriter(of), createVerdictWriter(of)],
      retrieval: (of) => [createAnalysisStore(of)],
      'sla-manager': (of) => [createSloStore(of)],
    };
    const schemas = (service: DatabaseService) => {
      const account = database.openAs(service);
      opened.push(account);
      return schemasOf[service](account);
    };

    test.each(databaseServices)('keeps %s waiting until they are made, and says by whom', async (service) => {
      await database.bringUpToDate();
      await database.execute('DELETE FROM module_migration');
      const all = schemas(service);
      for (const schema of all)
        await expect(schema.migrate()).rejects.toMatchObject({
          code: 'store-unavailable',
          retryable: true,
          message: expect.stringMatching(/lacks schema migrations \(.*analysis 1.*"database migrate"/),
        });
      await database.bringUpToDate();
      for (const schema of all) {
        await schema.migrate();
        await schema.check({ forWriting: service !== 'retrieval' });
      }
    });

    test.each(databaseServices)(
      'tells %s, which has no rights yet, where they are granted',
      async (service) => {
        for (const schema of schemas(service))
          await expect(schema.migrate()).rejects.toMatchObject({
            code: 'store-access-denied',
            message: expect.stringContaining(
              'db/accounts.sql grants the account of each service what it needs',
            ),
          });
      },
    );

    test('names the migrations that an older schema lacks', async () => {
      await database.bringUpToDate();
      await database.execute("DELETE FROM module_migration WHERE module = 'analysis' AND version = 4");
      const [schema] = schemas('retrieval');
      const missing = { code: 'store-unavailable', details: { missing: ['analysis 4'] } };
      await expect(schema!.migrate()).rejects.toMatchObject(missing);
      await expect(schema!.check()).rejects.toMatchObject(missing);
      await database.bringUpToDate();
      await schema!.migrate();
    });

    test('is asked for no turn to migrate by a service that finds nothing missing', async () => {
      await database.bringUpToDate();
      const logger = recordingLogger();
      const account = database.openAs('storage');
      opened.push(account);
      const silent: SqlDatabase = {
        dialect: account.dialect,
        read: (...args) => account.read(...args),
        transaction: () => Promise.reject(new Error('no transaction')),
        migrationTurn: () => Promise.reject(new Error('no turn')),
        checkWritable: () => Promise.reject(new Error('no check')),
        close: () => account.close(),
      };
      await createAnalysisWriter(silent, logger).migrate();
      expect(logger.lines).toEqual([]);
    });
  });
}
