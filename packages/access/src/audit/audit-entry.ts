import type { Author } from '@forewarn/core';

/** What was done to what was changed. */
export const auditActions = ['create', 'replace', 'delete', 'revoke'] as const;
export type AuditAction = (typeof auditActions)[number];

/** What may be changed. */
export const auditKinds = ['sla', 'indicator', 'key'] as const;
export type AuditKind = (typeof auditKinds)[number];

/** One change: who made it, when, from where, of what, and what it was before and after. */
export interface AuditEntry {
  /** A UUID: the same in the table and in the event. */
  readonly id: string;
  readonly atMs: number;
  readonly author: Author;
  readonly action: AuditAction;
  readonly kind: AuditKind;
  readonly name: string;
  /** JSON; undefined when there was none. */
  readonly before: unknown;
  /** JSON; undefined when there is none since. */
  readonly after: unknown;
}
