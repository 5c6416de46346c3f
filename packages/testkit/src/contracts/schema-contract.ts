import type { Database } from '@forewarn/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SqlTestDatabase } from './sql-test-database.js';

/**
 * What a database promises about its schema, as tests.
 *
 * @param name            of the adapter
 * @param module          one that the database has, with a migration 1
 * @param createDatabase  makes an empty database
 */
export function schemaContract(
  name: string,
  module: string,
  createDatabase: () => Promise<SqlTestDatabase<Database>>,
): void {
  describe(`${name} keeps the promises of a schema`, () => {
    let database: SqlTestDatabase<Database>;
    let opened: Database[] = [];
    const open = () => {
      const one = database.open();
      opened.push(one);
      return one;
    };
    const record = (of: string, version: number) =>
      database.execute(
        `INSERT INTO module_migration (module, version, title, checksum) VALUES ('${of}', ${version}, 'of_tomorrow', 'x')`,
      );

    beforeEach(async () => {
      database = await createDatabase();
    });
    afterEach(async () => {
      await Promise.all(opened.map((one) => one.close()));
      opened = [];
      await database.discard();
    });

    test('of several that start at once one applies the migrations and the others wait', async () => {
      const all = [open(), open(), open()];
      await Promise.all(all.map((one) => one.migrate()));
      const rows = await database.execute(
        `SELECT version FROM module_migration WHERE module = '${module}' ORDER BY version`,
      );
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.map(({ version }) => version)).toEqual(rows.map((_, index) => index + 1));
      await Promise.all(all.map((one) => one.check()));
    });

    test('a database without the schema is not available yet', async () => {
      await expect(open().check()).rejects.toMatchObject({ code: 'store-unavailable' });
    });

    test('a database that lacks a migration is not available yet, and says which', async () => {
      const one = open();
      await one.migrate();
      await database.execute(`DELETE FROM module_migration WHERE module = '${module}' AND version = 1`);
      await expect(one.check()).rejects.toMatchObject({
        code: 'store-unavailable',
        details: { missing: [`${module} 1`] },
      });
    });

    test('migrating again changes nothing', async () => {
      const one = open();
      await one.migrate();
      const before = await database.execute('SELECT * FROM module_migration ORDER BY module, version');
      await one.migrate();
      await one.check();
      expect(await database.execute('SELECT * FROM module_migration ORDER BY module, version')).toEqual(
        before,
      );
    });

    test('a schema that a newer program added to serves this one as well', async () => {
      const one = open();
      await one.migrate();
      await record(module, 9999);
      await one.check();
      await open().check();
      await one.migrate();
      const [newest] = await database.execute(
        `SELECT title FROM module_migration WHERE module = '${module}' ORDER BY version DESC LIMIT 1`,
      );
      expect(newest).toMatchObject({ title: 'of_tomorrow' });
    });

    test('the tables of other modules are nobody else’s business', async () => {
      const one = open();
      await one.migrate();
      await record('another', 1);
      await one.check();
      await one.migrate();
    });

    test('a migration that was changed after it was applied is refused and named', async () => {
      const one = open();
      await one.migrate();
      await database.execute(
        `UPDATE module_migration SET checksum = 'x' WHERE module = '${module}' AND version = 1`,
      );
      const refusal = {
        code: 'migration-failed',
        message: expect.stringMatching(`^migration 1 .* of ${module} was changed`),
        details: { module, version: 1 },
      };
      await expect(one.migrate()).rejects.toMatchObject(refusal);
      await expect(one.check()).rejects.toMatchObject(refusal);
    });

    test('what was closed is not available', async () => {
      const one = open();
      await one.migrate();
      await one.close();
      await one.close();
      await expect(one.check()).rejects.toMatchObject({ code: 'store-unavailable' });
    });
  });
}
