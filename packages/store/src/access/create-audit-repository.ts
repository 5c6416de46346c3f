import type { AuditAction, AuditEntry, AuditKind, AuditRepository } from '@forewarn/access';
import type { Role } from '@forewarn/core';
import { type PrunableRows, pruneRows, type SqlDatabase, type SqlDialect } from '@forewarn/sql';
import { sql } from 'kysely';
import type { AccessTables, AuditEntryTable } from './access-tables.js';

/** The audit in SQL. */
export function createAuditRepository(database: SqlDatabase): AuditRepository {
  const { dialect } = database;
  return {
    async listAudit({ before, limit }, options) {
      const query = auditQuery(dialect)
        .orderBy('at_ms', 'desc')
        .orderBy('id', 'desc')
        .limit(sql.lit(limit))
        .$if(before !== undefined, (select) =>
          select.where(({ eb, and, or }) =>
            or([
              eb('at_ms', '<', before?.atMs ?? 0),
              and([eb('at_ms', '=', before?.atMs ?? 0), eb('id', '<', before?.id ?? '')]),
            ]),
          ),
        );
      return (await database.read(query.compile(), options)).map(toEntry);
    },
    async unpublished(limit, options) {
      const query = auditQuery(dialect)
        .where('is_published', '=', 0)
        .orderBy('at_ms')
        .orderBy('id')
        .limit(sql.lit(limit));
      return (await database.read(query.compile(), options)).map(toEntry);
    },
    markPublished: (ids, options) =>
      database.transaction(async (connection) => {
        const places = ids.map(() => '?').join(', ');
        if (ids.length > 0)
          await connection.run(`UPDATE audit_entry SET is_published = 1 WHERE id IN (${places})`, ids);
      }, options),
    pruneAudit: (beforeMs, options) => pruneRows(database, prunable, beforeMs, options),
  };
}

const auditQuery = ({ queries }: SqlDialect) =>
  queries
    .withTables<AccessTables>()
    .selectFrom('audit_entry')
    .select(['id', 'at_ms', 'author', 'role', 'address', 'action', 'kind', 'name'])
    .select(['before_document', 'after_document']);

const toEntry = (row: Omit<AuditEntryTable, 'is_published'>): AuditEntry => ({
  id: row.id,
  atMs: row.at_ms,
  // Written by this program, and shown: a newer version's words are shown as they are.
  author: { name: row.author, role: row.role as Role, address: row.address },
  action: row.action as AuditAction,
  kind: row.kind as AuditKind,
  name: row.name,
  before: row.before_document === null ? undefined : JSON.parse(row.before_document),
  after: row.after_document === null ? undefined : JSON.parse(row.after_document),
});

/** What was not published waits until it is. */
const prunable: readonly PrunableRows[] = [{ table: 'audit_entry', isOld: 'is_published = 1 AND at_ms < ?' }];
