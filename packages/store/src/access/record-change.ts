import { randomUUID } from 'node:crypto';
import type { AuditAction, AuditKind } from '@forewarn/access';
import type { ChangeOptions } from '@forewarn/core';
import { type SqlConnection, type SqlDialect, upsertRows } from '@forewarn/sql';

/** What was changed; without `before` there was none, without `after` there is none since. */
export interface RecordedChange<T> {
  readonly kind: AuditKind;
  readonly action: AuditAction;
  readonly name: string;
  readonly before?: T | undefined;
  readonly after?: T | undefined;
}

/** Longest of what people call themselves, as the column holds it. */
const longestText = 255;

/** Writes a change into the audit, on the connection of the transaction that makes it; nothing where nobody says who it is. */
export async function recordChange<T>(
  connection: SqlConnection,
  dialect: SqlDialect,
  { change }: ChangeOptions<T>,
  { kind, action, name, before, after }: RecordedChange<T>,
): Promise<void> {
  if (!change) return;
  const { author, atMs, document } = change;
  const text = (value: T | undefined) => (value === undefined ? null : JSON.stringify(document(value)));
  const row = {
    id: randomUUID(),
    at_ms: atMs,
    author: author.name.slice(0, longestText),
    role: author.role,
    address: author.address.slice(0, longestText),
    action,
    kind,
    name,
    before_document: text(before),
    after_document: text(after),
    is_published: 0,
  };
  await upsertRows(connection, dialect, { table: 'audit_entry', key: ['id'] }, [row]);
}
