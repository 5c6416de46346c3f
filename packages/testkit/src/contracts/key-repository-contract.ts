import type { KeyRepository, StoredApiKey } from '@forewarn/access';
import { type Change, type Database, roles } from '@forewarn/core';
import { describe, expect, test } from 'vitest';
import { type SqlTestDatabase, sqlStoreContext } from './sql-test-database.js';

const key = (id: string, changed: Partial<StoredApiKey> = {}): StoredApiKey => ({
  id,
  name: `für "Grafana" 💾 ${id}`,
  secretSha256: Uint8Array.from({ length: 32 }, (_, at) => (at * 37 + id.length) % 256),
  role: 'viewer',
  scope: {},
  createdBy: 'the administrator',
  createdMs: 1_700_000_000_000,
  expiresMs: undefined,
  revokedMs: undefined,
  ...changed,
});

const withoutSecret = ({ secretSha256: _, ...rest }: StoredApiKey) => rest;

/**
 * Every promise of the port `KeyRepository`, as tests. Each adapter runs them.
 *
 * @param name            of the adapter
 * @param createDatabase  makes an empty database
 */
export function keyRepositoryContract(
  name: string,
  createDatabase: () => Promise<SqlTestDatabase<KeyRepository & Database>>,
): void {
  describe(`${name} keeps the promises of a repository of API keys`, () => {
    const context = sqlStoreContext(createDatabase);

    test('a key is found as it was created, with the digest of its secret', async () => {
      const { store, open } = context();
      const narrow = key('narrow', {
        role: 'operator',
        scope: { slas: ['shop-*'], namespaces: ['shop', 'ä'] },
        expiresMs: 1_800_000_000_000,
        createdMs: 1_600_000_000_000,
      });
      await store.createKey(narrow);
      const found = await open().findKey('narrow');
      expect({ ...found, secretSha256: [...found!.secretSha256] }).toEqual({
        ...narrow,
        secretSha256: [...narrow.secretSha256],
      });
      expect(await store.findKey('NARROW')).toBeUndefined();
    });

    test('keys of every role are listed, the first one first, without their secrets', async () => {
      const { store } = context();
      expect(await store.listKeys()).toEqual([]);
      const all = roles.map((role, at) => key(role, { role, createdMs: 1_000 - at }));
      for (const each of all) await store.createKey(each);
      expect(await store.listKeys()).toEqual(all.toReversed().map(withoutSecret));
    });

    test('of two keys with one id the first stays', async () => {
      const { store } = context();
      await store.createKey(key('a'));
      await expect(store.createKey(key('a', { role: 'admin' }))).rejects.toMatchObject({
        code: 'key-exists',
      });
      expect(await store.findKey('a')).toMatchObject({ role: 'viewer' });
    });

    test('a key that is revoked stays so since then, and is still found', async () => {
      const { store } = context();
      await store.createKey(key('a'));
      expect(await store.revokeKey('a', 5_000)).toEqual(withoutSecret(key('a', { revokedMs: 5_000 })));
      expect(await store.revokeKey('a', 9_000)).toMatchObject({ revokedMs: 5_000 });
      expect(await store.findKey('a')).toMatchObject({ revokedMs: 5_000 });
      await expect(store.revokeKey('b', 1)).rejects.toMatchObject({ code: 'key-not-found' });
    });

    test('its making and its revocation are in the audit once, without the secret', async () => {
      const { store, database } = context();
      const author = { name: 'me', role: 'admin' as const, address: '127.0.0.1' };
      const change: Change<object> = { author, atMs: 7_000, document: (value) => value };
      await store.createKey(key('a'), { change });
      await store.createKey(key('a'), { change }).catch(() => {});
      await store.revokeKey('a', 7_000, { change });
      await store.revokeKey('a', 8_000, { change });
      const entries = await database.execute('SELECT * FROM audit_entry ORDER BY action');
      expect(entries.map(({ action, kind, at_ms }) => [action, kind, Number(at_ms)])).toEqual([
        ['create', 'key', 7_000],
        ['revoke', 'key', 7_000],
      ]);
      expect(JSON.parse(String(entries[0]?.after_document))).not.toHaveProperty('secretSha256');
      expect(JSON.parse(String(entries[1]?.after_document))).toMatchObject({ id: 'a', revokedMs: 7_000 });
    });
  });
}
