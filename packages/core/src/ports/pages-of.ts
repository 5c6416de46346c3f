import type { CallOptions } from './call-options.js';
import type { Cursor, Page, PageRequest } from './page.js';

/**
 * The items of all pages, a page at a time; whoever breaks off reads no further.
 *
 * @param read     one page
 * @param request  most items of a page, and what ends the reading
 * @throws         what `read` throws
 */
export async function* pagesOf<T>(
  read: (page: PageRequest) => Promise<Page<T>>,
  request: CallOptions & Pick<PageRequest, 'limit'>,
): AsyncGenerator<readonly T[], void, undefined> {
  let after: Cursor | undefined;
  do {
    const { items, next } = await read({ ...request, ...(after !== undefined && { after }) });
    yield items;
    after = next;
  } while (after !== undefined);
}
