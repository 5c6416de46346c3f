import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { SqlDatabase } from '@forewarn/sql';
import { analysisExamples } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAnalysisStore } from './analysis/create-analysis-store.js';
import { createStore } from './create-store.js';
import { createSloStore } from './slo/create-slo-store.js';
import type { Store } from './store.js';
import type { StoreEngine, StoreEngineDatabase } from './store-engine.fixture.js';

/** The files of the version that numbered the migrations of all modules by one sequence, and rows that it wrote. */
const formerFolder = new URL('../test-databases/before-modules/', import.meta.url);

const formerRecordTable = `CREATE TABLE IF NOT EXISTS schema_migration (
  version INTEGER NOT NULL PRIMARY KEY,
  title VARCHAR(255) NOT NULL,
  checksum CHAR(64) NOT NULL,
  applied_at TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP
)`;

interface FormerMigration {
  readonly version: number;
  readonly title: string;
  readonly checksum: string;
  readonly statements: readonly string[];
}

/** That a database which the version before the modules made is taken over, while programs of that version go on. */
export function takeoverPromises(engine: StoreEngine): void {
  describe(`${engine.name} takes over the database of a version before the modules`, () => {
    let database: StoreEngineDatabase;
    let former: readonly FormerMigration[];
    let opened: SqlDatabase[] = [];
    const open = (): SqlDatabase => {
      const one = database.open();
      opened.push(one);
      return one;
    };
    const record = () =>
      database.execute('SELECT version, title, checksum FROM schema_migration ORDER BY version');

    beforeEach(async () => {
      database = await engine.createDatabase();
      former = await formerMigrations(engine.folder);
    });
    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      opened = [];
      await database.discard();
    });

    test('with every row that it has', async () => {
      await makeFormer(open(), former);
      const store = createStore(open());
      await store.migrate();
      await store.check();
      await expectFormerRows(store);
    });

    test('into the same schema and the same record as a database that is made anew', async () => {
      await makeFormer(open(), former);
      await createStore(open()).migrate();
      const fresh = await engine.createDatabase();
      const store = createStore(fresh.open());
      await store.migrate();
      expect(await schemaOf(engine, database)).toEqual(await schemaOf(engine, fresh));
      expect(await moduleRecord(database)).toEqual(await moduleRecord(fresh));
      await store.close();
      await fresh.discard();
    });

    test('and leaves the record by which programs of that version are ready as it was', async () => {
      await makeFormer(open(), former);
      const before = await database.execute('SELECT * FROM schema_migration ORDER BY version');
      const store = createStore(open());
      await store.migrate();
      await store.migrate();
      expect(await database.execute('SELECT * FROM schema_migration ORDER BY version')).toEqual(before);
      expect((await record()).map((row) => ({ ...row }))).toEqual(
        former.map(({ version, title, checksum }) => ({ version, title, checksum })),
      );
    });

    test('module by module, as the services start', async () => {
      await makeFormer(open(), former);
      const analyses = createAnalysisStore(open());
      await analyses.migrate();
      await analyses.check();
      const slas = createSloStore(open());
      await expect(slas.check()).rejects.toMatchObject({
        details: { missing: ['access 1', 'slo 1', 'slo 2', 'slo 3', 'slo 4', 'slo 5'] },
      });
      await slas.migrate();
      await slas.check();
      expect((await slas.listSlas()).map(({ name }) => name)).toEqual(['disk-space']);
    });

    test('and applies what that version had not applied yet', async () => {
      await makeFormer(open(), former.slice(0, 2));
      const store = createStore(open());
      await store.migrate();
      await store.check();
      expect((await record()).map(({ version }) => version)).toEqual([1, 2]);
      expect(await store.listSlas()).toEqual([]);
      expect(await store.listForecasts({}, { limit: 5 })).toEqual({ items: [] });
    });
  });
}

async function formerMigrations(dialect: StoreEngine['folder']): Promise<FormerMigration[]> {
  const folder = new URL(`${dialect}/`, formerFolder);
  const names = (await readdir(folder)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(new URL(name, folder), 'utf8');
      return {
        version: Number(name.slice(0, 4)),
        title: name.slice(5, -'.sql'.length),
        checksum: createHash('sha256').update(text).digest('hex'),
        statements: statementsOf(text),
      };
    }),
  );
}

const statementsOf = (text: string): string[] => text.split(/;\s*\n/).filter((part) => part.trim() !== '');

/** Makes the database as that version did; with all migrations also the rows. */
async function makeFormer(database: SqlDatabase, migrations: readonly FormerMigration[]): Promise<void> {
  const rows = migrations.length < 4 ? '' : await readFile(new URL('rows.sql', formerFolder), 'utf8');
  await database.migrationTurn(async (connection) => {
    await connection.runScript(formerRecordTable);
    for (const { version, title, checksum, statements } of migrations) {
      for (const statement of statements) await connection.runScript(statement);
      await connection.run('INSERT INTO schema_migration (version, title, checksum) VALUES (?, ?, ?)', [
        version,
        title,
        checksum,
      ]);
    }
    for (const statement of statementsOf(rows)) await connection.runScript(statement);
  });
}

async function expectFormerRows(store: Store): Promise<void> {
  const expected = [0, 1].map((index) => analysisExamples.example(index));
  const page = { limit: 5 };
  expect((await store.listSeries({}, page)).items).toEqual(
    expected.map(({ series, partition, window }) => ({ series, partition, window })),
  );
  const lists = {
    dickeyFuller: store.listDickeyFuller,
    aggregates: store.listAggregates,
    forecast: store.listForecasts,
    executionTimes: store.listExecutionTimes,
    hodrickPrescott: store.listHodrickPrescott,
    autocorrelation: store.listAutocorrelation,
    decomposition: store.listDecomposition,
  };
  for (const [stage, list] of Object.entries(lists)) {
    const { items } = await list({}, page);
    expect(items.map(({ result }) => result)).toEqual(
      expected.map((analysis) => Object.entries(analysis).find(([name]) => name === stage)?.[1]),
    );
  }
  const position = { group: 'storage', topic: 'prometheusdata', partition: 0 };
  expect(await store.nextOffset(position)).toBe(2);
  const next = { position, items: [{ offset: 2, value: analysisExamples.example(2) }], nextOffset: 3 };
  expect(await store.writeBatch(next)).toEqual({ written: 1, skipped: 0 });
  const objective = { name: 'free bytes', indicator: { metric: 'disk_bytes', matchers: [] } };
  expect(await store.listSlas()).toEqual([
    {
      name: 'disk-space',
      description: 'Room for logs',
      objectives: [{ ...objective, bounds: { min: 1 }, target: 0.999, window: { rollingMs: 3_600_000 } }],
    },
  ]);
}

/** All that describes the tables, but for those that record migrations. */
async function schemaOf({ schemaQueries }: StoreEngine, { execute }: StoreEngineDatabase) {
  const described = await Promise.all(schemaQueries.map((query) => execute(query)));
  for (const rows of described) expect(rows.length).toBeGreaterThan(3);
  return described.map((rows) =>
    rows.filter(({ table_name }) => !/_migration$/.test(String(table_name))).map((row) => ({ ...row })),
  );
}

const moduleRecord = async ({ execute }: StoreEngineDatabase) =>
  (
    await execute('SELECT module, version, title, checksum FROM module_migration ORDER BY module, version')
  ).map((row) => ({ ...row }));
