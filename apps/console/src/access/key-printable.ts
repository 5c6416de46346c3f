import type { KeyDocument } from '@forewarn/contracts/rest';
import { formatInstant } from '../format/instant.js';
import type { Printable } from '../format/printed.js';
import { renderTable } from '../format/table.js';

/** How API keys read. @param nowMs  tells which have expired */
export const keyPrintable = (nowMs: number): Printable<KeyDocument> => ({
  toJson: (key) => key,
  csvColumns: [
    'id',
    'name',
    'role',
    'slas',
    'namespaces',
    'createdBy',
    'createdAt',
    'expiresAt',
    'revokedAt',
  ],
  csvRows: ({ id, name, role, scope, createdBy, createdAt, expiresAt, revokedAt }) => [
    [
      id,
      name,
      role,
      listed(scope.slas),
      listed(scope.namespaces),
      createdBy,
      createdAt,
      expiresAt,
      revokedAt,
    ],
  ],
  async *tables(keys) {
    const rows: string[][] = [];
    for await (const key of keys) rows.push(rowOf(key, nowMs));
    yield rows.length === 0
      ? 'there is no key yet: make one with `forewarn key create`\n'
      : renderTable(columns, rows);
  },
});

const columns = ['id', 'name', 'role', 'only for', 'made by', 'until (UTC)'].map((head) => ({ head }));

const rowOf = ({ id, name, role, scope, createdBy, expiresAt, revokedAt }: KeyDocument, nowMs: number) => [
  ...[id, name, role],
  [scope.slas && `SLAs ${listed(scope.slas)}`, scope.namespaces && `namespaces ${listed(scope.namespaces)}`]
    .filter(Boolean)
    .join(', '),
  createdBy,
  ended(expiresAt, revokedAt, nowMs),
];

function ended(expiresAt: string | null, revokedAt: string | null, nowMs: number): string {
  if (revokedAt !== null) return `revoked ${formatInstant(Date.parse(revokedAt))}`;
  if (expiresAt === null) return '';
  const text = formatInstant(Date.parse(expiresAt));
  return Date.parse(expiresAt) <= nowMs ? `expired ${text}` : text;
}

const listed = (names: readonly string[] | undefined): string => names?.join(' ') ?? '';
