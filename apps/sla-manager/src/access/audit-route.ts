import type { AuditEntry } from '@forewarn/access';
import { auditList, presentAuditEntry } from '@forewarn/contracts/rest';
import { ForewarnError } from '@forewarn/core';
import { defineRoute, type Route } from '@forewarn/http';
import { z } from 'zod';
import type { AccessContext } from './access-context.js';

const mostEntries = 500;

const query = z.object({
  limit: z
    .string()
    .regex(/^\d{1,4}$/, `must be a whole number from 1 to ${mostEntries}`)
    .transform(Number)
    .pipe(z.number().min(1).max(mostEntries, `must be a whole number from 1 to ${mostEntries}`))
    .optional()
    .meta({ description: 'Entries of an answer; default 100' }),
  after: z.string().max(60).optional().meta({ description: '`next` of the page before' }),
});

/** Who changed what, when and from where. */
export const auditRoute = ({ store }: AccessContext): Route =>
  defineRoute(
    {
      method: 'get',
      path: '/api/v1/audit',
      operationId: 'listAudit',
      access: 'admin',
      summary: 'Every change of SLAs, indicators and keys: who, what, before, after, from where',
      query,
      responses: { 200: { description: 'The changes, the newest first', schema: auditList } },
      errors: [],
    },
    async ({ query: { limit = 100, after } }, signal) => {
      const entries = await store.listAudit(
        { limit, ...(after !== undefined && { before: placeOf(after) }) },
        { signal },
      );
      const last = entries.at(-1);
      const next = entries.length === limit && last ? { next: `${last.atMs}-${last.id}` } : {};
      return { status: 200, body: { entries: entries.map(presentAuditEntry), ...next } };
    },
  );

function placeOf(text: string): Pick<AuditEntry, 'atMs' | 'id'> {
  const [, ms, id] = /^(\d{1,15})-([0-9a-f-]{36})$/.exec(text) ?? [];
  if (id !== undefined) return { atMs: Number(ms), id };
  throw new ForewarnError('invalid-request', 'after is not the next of a page before');
}
