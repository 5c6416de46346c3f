import { describe, expect, it } from 'vitest';
import { ElementList, FakeElement } from './element-list.fixture.js';

const { reconcile } = await import(new URL('../public/js/dom.js', import.meta.url).href);

interface Item {
  readonly key: string;
  readonly text?: string;
}

/** A list that shows items, and what it did. */
function makeList() {
  const container = new ElementList();
  const known = new Map<string, { node: FakeElement }>();
  const texts = new Map<FakeElement, string>();
  const removed: string[] = [];
  const makeView = ({ key }: Item) => {
    const node = new FakeElement();
    return {
      node,
      update: ({ text = '' }: Item) => void texts.set(node, `${key}${text}`),
      remove: () => void removed.push(key),
    };
  };
  const show = (items: readonly Item[]) => {
    container.moves = 0;
    reconcile(container, known, items, (item: Item) => item.key, makeView);
    return container.children.map((node) => texts.get(node)).join(' ');
  };
  const showKeys = (keys: string) => show([...keys].map((key) => ({ key })));
  return { container, known, removed, show, showKeys };
}

describe('a list on the page', () => {
  it.each([
    ['abc', 'abc'],
    ['abc', 'cba'],
    ['abc', 'bca'],
    ['abcd', 'dacb'],
    ['abc', 'xaybzc'],
    ['abcd', 'db'],
    ['abc', 'cx'],
    ['', 'ab'],
    ['ab', ''],
  ])('that showed %s shows %s in that order', (before, after) => {
    const { showKeys } = makeList();
    showKeys(before);
    expect(showKeys(after)).toBe([...after].join(' '));
  });

  it('keeps the elements of what stays, and brings them up to date', () => {
    const { container, show } = makeList();
    show([{ key: 'a' }, { key: 'b' }]);
    const [a, b] = container.children;
    expect(
      show([
        { key: 'b', text: '2' },
        { key: 'a', text: '1' },
      ]),
    ).toBe('b2 a1');
    expect(container.children[0]).toBe(b);
    expect(container.children[1]).toBe(a);
  });

  it('moves nothing that stands where it should, so that focus and scrolling stay', () => {
    const { container, showKeys } = makeList();
    showKeys('abcd');
    showKeys('abcd');
    expect(container.moves).toBe(0);
    showKeys('abd');
    expect(container.moves).toBe(0);
    showKeys('xabd');
    expect(container.moves).toBe(1);
  });

  it('forgets what is no longer there', () => {
    const { known, removed, showKeys } = makeList();
    showKeys('abc');
    showKeys('b');
    expect(removed).toEqual(['a', 'c']);
    expect([...known.keys()]).toEqual(['b']);
  });
});
