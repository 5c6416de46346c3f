import type { CallOptions } from './call-options.js';

/** Where a page ended, opaque to callers. */
export type Cursor = string;

/** Which page: behind a cursor, at most `limit` items. */
export interface PageRequest extends CallOptions {
  readonly after?: Cursor;
  /** ≥ 1 */
  readonly limit: number;
}

/**
 * Items in the order of canonical series (bytes of UTF-8; of series that share the first 1000 bytes any fixed order), then
 * window end; `next` is absent on the last page.
 */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: Cursor;
}
