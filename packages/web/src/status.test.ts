import { describe, expect, it } from 'vitest';

const { readStatus } = await import(new URL('../public/js/status.js', import.meta.url).href);

const page = (state: string, names: string[], next?: string) => ({
  evaluatedAt: '2026-11-21T12:00:00.000Z',
  state,
  slas: names.map((name) => ({ name })),
  ...(next !== undefined && { next }),
});

/** Answers pages in turn, and keeps what was asked for. */
function pages(...answers: object[]) {
  const asked: string[] = [];
  return { asked, get: async (path: string) => answers[asked.push(path) - 1] };
}

describe('the status of all SLAs on the page', () => {
  it('is put together from its pages, with the worst of their states', async () => {
    const { get, asked } = pages(
      page('ok', ['a', 'b'], 'b'),
      page('violated', ['c'], 'c'),
      page('insufficient-data', []),
    );
    expect(await readStatus(get)).toMatchObject({
      evaluatedAt: '2026-11-21T12:00:00.000Z',
      state: 'violated',
      slas: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
    });
    expect(asked).toEqual([
      '/api/v1/status?limit=200',
      '/api/v1/status?limit=200&after=b',
      '/api/v1/status?limit=200&after=c',
    ]);
  });

  it('takes an empty page for no news', async () => {
    const { get } = pages(page('ok', ['a'], 'a'), page('insufficient-data', []));
    expect((await readStatus(get)).state).toBe('ok');
  });
});
