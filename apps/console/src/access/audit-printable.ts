import type { AuditEntryDocument } from '@forewarn/contracts/rest';
import { formatInstant } from '../format/instant.js';
import type { Printable } from '../format/printed.js';
import { renderTable } from '../format/table.js';

/** How changes read. */
export const auditPrintable: Printable<AuditEntryDocument> = {
  toJson: (entry) => entry,
  csvColumns: ['at', 'author', 'role', 'address', 'action', 'kind', 'name', 'before', 'after', 'id'],
  csvRows: ({ at, author, role, address, action, kind, name, before, after, id }) => [
    [at, author, role, address, action, kind, name, JSON.stringify(before), JSON.stringify(after), id],
  ],
  async *tables(entries) {
    const rows: string[][] = [];
    for await (const { at, author, address, action, kind, name, before, after } of entries)
      rows.push([
        ...[formatInstant(Date.parse(at)), author, address, `${action} ${kind} ${name}`],
        changedFields(before, after).join(' '),
      ]);
    yield rows.length === 0 ? 'nobody has changed anything yet\n' : renderTable(columns, rows);
  },
};

const columns = ['at (UTC)', 'who', 'from', 'what', 'fields'].map((head) => ({ head }));

type Document = AuditEntryDocument['before'];

/** What a replacement changed; JSON and CSV have the whole. */
function changedFields(before: Document, after: Document): string[] {
  if (before === null || after === null) return [];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
}
