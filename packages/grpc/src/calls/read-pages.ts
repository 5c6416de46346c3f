import type { Page, PageRequest } from '@forewarn/core';

/** Reads one page. */
export type ReadPage<T> = (page: PageRequest) => Promise<Page<T>>;

/**
 * The pages of a reading, one after another. The next page is read when the consumer asks for it, so that a consumer that
 * waits for its client holds one page at most.
 *
 * @param limit  most items in a page
 */
export async function* readPages<T>(
  read: ReadPage<T>,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<readonly T[]> {
  let page = await read({ limit, signal });
  yield page.items;
  while (page.next !== undefined) {
    signal.throwIfAborted();
    page = await read({ limit, signal, after: page.next });
    yield page.items;
  }
}
