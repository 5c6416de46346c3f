import { describe, expect, it } from 'vitest';
import type { Page, PageRequest } from './page.js';
import { pagesOf } from './pages-of.js';

/** The numbers from 0 to 4, read in pages; remembers what was asked. */
function numbers() {
  const asked: PageRequest[] = [];
  const read = async (page: PageRequest): Promise<Page<number>> => {
    asked.push(page);
    const start = Number(page.after ?? 0);
    const items = [0, 1, 2, 3, 4].slice(start, start + page.limit);
    return start + page.limit < 5 ? { items, next: String(start + page.limit) } : { items };
  };
  return { asked, read };
}

describe('the pages of a list', () => {
  it('are read until there are no more', async () => {
    const { asked, read } = numbers();
    const { signal } = new AbortController();
    const pages: (readonly number[])[] = [];
    for await (const items of pagesOf(read, { limit: 2, signal })) pages.push(items);
    expect(pages).toEqual([[0, 1], [2, 3], [4]]);
    expect(asked).toEqual([
      { limit: 2, signal },
      { limit: 2, signal, after: '2' },
      { limit: 2, signal, after: '4' },
    ]);
  });

  it('are read no further than somebody wants them', async () => {
    const { asked, read } = numbers();
    for await (const items of pagesOf(read, { limit: 2 })) if (items.includes(2)) break;
    expect(asked).toHaveLength(2);
  });

  it('end with what reading throws', async () => {
    const failing = async (): Promise<Page<number>> => {
      throw new Error('the store is away');
    };
    await expect(pagesOf(failing, { limit: 2 }).next()).rejects.toThrow('the store is away');
  });
});
