import { type Cursor, ForewarnError } from '@forewarn/core';

/** What finds an item in the order of a list: its key's parts, most significant first. */
export type CursorKey = readonly (number | string)[];

/** The key as opaque text. */
export const encodeCursor = (key: CursorKey): Cursor =>
  Buffer.from(JSON.stringify(key)).toString('base64url');

/** @throws {ForewarnError} `invalid-request` unless the text is what {@link encodeCursor} writes */
export function decodeCursor(cursor: Cursor): CursorKey {
  const parts = parseParts(Buffer.from(cursor, 'base64url').toString('utf8'));
  if (parts.length === 0 || !parts.every(isPart)) throw unknownCursor(cursor);
  return parts;
}

const isPart = (part: unknown): part is number | string =>
  typeof part === 'string' || Number.isSafeInteger(part);

function parseParts(json: string): readonly unknown[] {
  try {
    const parts: unknown = JSON.parse(json);
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}

/** The error for a cursor that no page of this list in this database ended with. */
export const unknownCursor = (cursor: Cursor): ForewarnError =>
  new ForewarnError(
    'invalid-request',
    'the page cursor is not one that this store gave out; begin again without a cursor',
    { details: { cursor: cursor.slice(0, 80) } },
  );
