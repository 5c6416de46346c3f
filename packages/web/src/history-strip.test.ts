import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const { createHistoryStrip } = await import(new URL('../public/js/history-strip.js', import.meta.url).href);

/** As much of an element as a strip needs. */
class FakeNode {
  textContent = '';
  className = '';
  children: FakeNode[] = [];
  readonly attributes = new Map<string, unknown>();

  constructor(readonly name: string) {}

  setAttribute(name: string, value: unknown): void {
    this.attributes.set(name, value);
  }

  append(...children: (FakeNode | string)[]): void {
    for (const child of children) {
      if (typeof child === 'string') this.textContent += child;
      else this.children.push(child);
    }
  }

  replaceChildren(...children: FakeNode[]): void {
    this.children = children;
  }
}

type Observed = (entries: readonly { readonly isIntersecting: boolean }[]) => void;

const requests: string[] = [];
let observers: Observed[] = [];
let answer: () => { readonly status: number; readonly body: unknown };

beforeEach(() => {
  requests.length = 0;
  observers = [];
  vi.useFakeTimers({ toFake: ['performance'] });
  vi.stubGlobal('document', {
    createElement: (name: string) => new FakeNode(name),
    createElementNS: (_: string, name: string) => new FakeNode(name),
  });
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(readonly observed: Observed) {
        observers.push(observed);
      }
      observe() {}
      disconnect() {
        observers = observers.filter((each) => each !== this.observed);
      }
    },
  );
  vi.stubGlobal('fetch', async (path: string) => {
    requests.push(path);
    const { status, body } = answer();
    return { ok: status === 200, status, json: async () => body };
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const now = Math.floor(Date.now() / 60_000) * 60_000;
const ago = (minutes: number) => new Date(now - minutes * 60_000).toISOString();
const verdicts = [
  { minuteEnd: ago(0), state: 'violated', reason: null },
  { minuteEnd: ago(1), state: 'ok', reason: null },
];
const history = { range: { start: ago(180), end: ago(0) }, verdicts };

/** A strip that is on the screen or not, and what it shows; the server answers with a history. */
function makeStrip() {
  answer = () => ({ status: 200, body: history });
  const strip = createHistoryStrip('shop', 'no errors / p99');
  const [picture, text] = (strip.node as FakeNode).children as [FakeNode, FakeNode];
  const setVisible = async (isIntersecting: boolean) => {
    for (const observed of observers) observed([{ isIntersecting }]);
    await vi.waitFor(() => expect(text.textContent).not.toBe('Reading…'));
  };
  const update = (): Promise<void> => strip.update();
  return { strip, picture, text, setVisible, update };
}

describe('the strip of how an objective stood', () => {
  it('asks for three hours of its objective when it comes near the screen, and not before', async () => {
    const { setVisible, update } = makeStrip();
    await update();
    expect(requests).toEqual([]);
    await setVisible(true);
    expect(requests).toEqual([
      '/api/v1/slas/shop/objectives/no%20errors%20%2F%20p99/history?window=3h&limit=180',
    ]);
  });

  it('has a bar a run, each in its state with a title, the worse the higher, and says the same', async () => {
    const { setVisible, picture, text } = makeStrip();
    await setVisible(true);
    const bars = picture.children.map(({ attributes: of, children: [title] }) => [
      ...[of.get('data-state'), of.get('x'), of.get('width')],
      title!.textContent.split(',')[0],
    ]);
    expect(bars).toEqual([
      ['none', 0, 178, 'No verdict'],
      ['ok', 178, 1, 'OK'],
      ['violated', 179, 1, 'Violated'],
    ]);
    const heights = picture.children.map(({ attributes }) => Number(attributes.get('height')));
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(picture.attributes.get('viewBox')).toBe('0 0 180 12');
    expect(picture.attributes.get('aria-hidden')).toBe('true');
    expect(text.textContent.replaceAll('\u00a0', ' ')).toBe(
      'Violated 1 minute and without a verdict 2 h 58 min of the last 3 hours',
    );
  });

  it('asks at most once a minute, and not while it is off the screen', async () => {
    const { setVisible, update } = makeStrip();
    await setVisible(true);
    vi.advanceTimersByTime(59_000);
    await update();
    expect(requests).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    await update();
    expect(requests).toHaveLength(2);
    await setVisible(false);
    vi.advanceTimersByTime(120_000);
    await update();
    expect(requests).toHaveLength(2);
  });

  it('says why there is nothing to see, also once it had been seen, and comes back', async () => {
    const { setVisible, update, picture, text } = makeStrip();
    await setVisible(true);
    answer = () => ({ status: 503, body: { code: 'store-unavailable', detail: 'no answer' } });
    vi.advanceTimersByTime(60_000);
    await update();
    expect([text.textContent, picture.children]).toEqual(['The database is away: no answer.', []]);
    answer = () => ({ status: 200, body: history });
    vi.advanceTimersByTime(60_000);
    await update();
    expect(picture.children).toHaveLength(3);
  });

  it('watches the screen no longer when it is removed', () => {
    const { strip } = makeStrip();
    strip.remove();
    expect(observers).toEqual([]);
  });
});
