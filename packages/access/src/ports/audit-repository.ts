import type { CallOptions } from '@forewarn/core';
import type { AuditEntry } from '../audit/audit-entry.js';

/** Which entries are read: the newest first. */
export interface AuditQuery {
  /** Only older ones than this entry. */
  readonly before?: Pick<AuditEntry, 'atMs' | 'id'>;
  readonly limit: number;
}

/** The audit. Entries are written by those who change something, in the transaction of the change. */
export interface AuditRepository {
  listAudit(query: AuditQuery, options?: CallOptions): Promise<AuditEntry[]>;
  /** What was not published yet, the oldest first. */
  unpublished(limit: number, options?: CallOptions): Promise<AuditEntry[]>;
  markPublished(ids: readonly string[], options?: CallOptions): Promise<void>;
  /** Deletes what was published and is older. @returns how many */
  pruneAudit(beforeMs: number, options?: CallOptions): Promise<number>;
}
