import { type ApiKey, KeyError, type KeyRepository, type StoredApiKey } from '@forewarn/access';
import { type ChangeOptions, ForewarnError, type Role, roles, type Scope } from '@forewarn/core';
import type { SqlDatabase, SqlDialect } from '@forewarn/sql';
import type { AccessKeyTable, AccessTables } from './access-tables.js';
import { recordChange } from './record-change.js';

/** The API keys in SQL. */
export function createKeyRepository(database: SqlDatabase): KeyRepository {
  // Compiled once, as every caller that is not remembered is looked up by it.
  const byId = keyQuery(database.dialect).where('id', '=', '').compile();
  const all = keyQuery(database.dialect).orderBy('created_ms').orderBy('id').compile();
  return {
    async findKey(id, options) {
      const [row] = await database.read<AccessKeyTable>({ ...byId, parameters: [id] }, options);
      return row && toKey(row);
    },
    listKeys: async (options) => (await database.read<AccessKeyTable>(all, options)).map(withoutSecret),
    createKey: (key, options) => createKey(database, key, options),
    revokeKey: (id, atMs, options = {}) =>
      database.transaction(async (connection) => {
        const query = { ...byId, parameters: [id] };
        const [row] = await connection.query<AccessKeyTable>(query);
        if (!row)
          throw new KeyError('key-not-found', `there is no key ${id}; list the keys to see their ids`);
        const before = withoutSecret(row);
        if (before.revokedMs !== undefined) return before;
        const revoke = 'UPDATE access_key SET revoked_ms = ? WHERE id = ? AND revoked_ms IS NULL';
        if ((await connection.run(revoke, [atMs, id])) === 0) return { ...before, revokedMs: atMs };
        const after = { ...before, revokedMs: atMs };
        const name = after.name;
        await recordChange(connection, database.dialect, options, {
          kind: 'key',
          action: 'revoke',
          name,
          before,
          after,
        });
        return after;
      }, options),
  };
}

function createKey(
  database: SqlDatabase,
  key: StoredApiKey,
  options: ChangeOptions<ApiKey> = {},
): Promise<void> {
  const { dialect } = database;
  const row = toRow(key);
  const columns = Object.keys(row);
  const sql = `INSERT INTO access_key (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ${dialect.onConflict({ key: ['id'], update: [] })}`;
  return database.transaction(async (connection) => {
    const inserted = await connection.run(sql, Object.values(row));
    if (inserted === 0)
      throw new KeyError('key-exists', `there is a key ${key.id} already: try again, which draws another id`);
    const { secretSha256: _, ...after } = key;
    const { name } = key;
    await recordChange(connection, dialect, options, { kind: 'key', action: 'create', name, after });
  }, options);
}

const keyQuery = ({ queries }: SqlDialect) =>
  queries
    .withTables<AccessTables>()
    .selectFrom('access_key')
    .select(['id', 'name', 'secret_sha256', 'role', 'scope', 'created_by'])
    .select(['created_ms', 'expires_ms', 'revoked_ms']);

const toRow = (key: StoredApiKey): AccessKeyTable => ({
  id: key.id,
  name: key.name,
  secret_sha256: key.secretSha256,
  role: key.role,
  scope: JSON.stringify(key.scope),
  created_by: key.createdBy,
  created_ms: key.createdMs,
  expires_ms: key.expiresMs ?? null,
  revoked_ms: key.revokedMs ?? null,
});

const toKey = (row: AccessKeyTable): StoredApiKey => ({
  ...withoutSecret(row),
  secretSha256: row.secret_sha256,
});

const withoutSecret = (row: AccessKeyTable): ApiKey => ({
  id: row.id,
  name: row.name,
  role: toRole(row),
  scope: JSON.parse(row.scope) as Scope,
  createdBy: row.created_by,
  createdMs: row.created_ms,
  expiresMs: row.expires_ms ?? undefined,
  revokedMs: row.revoked_ms ?? undefined,
});

/** A role of a newer version opens nothing here. */
function toRole({ id, role }: AccessKeyTable): Role {
  const known = roles.find((each) => each === role);
  if (known) return known;
  throw new ForewarnError('store-rejected', `the key ${id} has the role ${role}, which is not known here`);
}
