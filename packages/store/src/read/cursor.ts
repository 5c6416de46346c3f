import { type Cursor, ForewarnError } from '@forewarn/core';

/** Behind which item a page begins. */
export interface PagePosition {
  /** Of the last item's series. */
  readonly seriesId: number;
  /** Of the last item's window, where a series may have several items. */
  readonly windowEndMs?: number;
}

/** The position as opaque text. */
export function encodeCursor({ seriesId, windowEndMs }: PagePosition): Cursor {
  const fields = windowEndMs === undefined ? [seriesId] : [seriesId, windowEndMs];
  return Buffer.from(JSON.stringify(fields)).toString('base64url');
}

/** @throws {ForewarnError} `invalid-request` unless the text is what {@link encodeCursor} writes */
export function decodeCursor(cursor: Cursor): PagePosition {
  const fields = parseFields(Buffer.from(cursor, 'base64url').toString('utf8'));
  const [seriesId, windowEndMs] = fields;
  const isPosition = fields.length <= 2 && fields.every(Number.isSafeInteger);
  if (!isPosition || seriesId === undefined) throw unknownCursor(cursor);
  return windowEndMs === undefined ? { seriesId } : { seriesId, windowEndMs };
}

function parseFields(json: string): readonly number[] {
  try {
    const fields: unknown = JSON.parse(json);
    return Array.isArray(fields) ? fields : [];
  } catch {
    return [];
  }
}

/** The error for a cursor that no page of this database ended with. */
export const unknownCursor = (cursor: Cursor): ForewarnError =>
  new ForewarnError(
    'invalid-request',
    'the page cursor is not one that this store gave out; begin again without a cursor',
    { details: { cursor: cursor.slice(0, 80) } },
  );
