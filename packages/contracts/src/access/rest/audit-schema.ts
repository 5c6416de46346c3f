import { type AuditEntry, auditActions, auditKinds } from '@forewarn/access/records';
import { toRfc3339 } from '@forewarn/core';
import { z } from 'zod';

const document = z
  .record(z.string(), z.unknown())
  .nullable()
  .meta({ description: 'As REST showed it; null where there was none' });

/** One change. */
export const auditEntry = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    author: z
      .string()
      .meta({ description: 'Who changed it', examples: ['key ci (k3v9qx2m)', 'al@example.org'] }),
    role: z.string().meta({ description: 'Of the author then' }),
    address: z.string().meta({ description: 'Where the request came from' }),
    action: z.enum(auditActions),
    kind: z.enum(auditKinds),
    name: z.string().meta({ description: 'Of what was changed' }),
    before: document,
    after: document,
  })
  .meta({ id: 'AuditEntry' });

export const auditList = z
  .object({
    entries: z.array(auditEntry).meta({ description: 'The newest first' }),
    next: z
      .string()
      .optional()
      .meta({ description: 'What to pass as after for older ones; absent at the end' }),
  })
  .meta({ id: 'AuditList' });

/** A change as REST shows it. */
export type AuditEntryDocument = z.output<typeof auditEntry>;

type Document = AuditEntryDocument['before'];

export const presentAuditEntry = ({
  author,
  atMs,
  before,
  after,
  ...entry
}: AuditEntry): AuditEntryDocument => ({
  ...entry,
  at: toRfc3339(atMs),
  author: author.name,
  role: author.role,
  address: author.address,
  before: (before ?? null) as Document,
  after: (after ?? null) as Document,
});
