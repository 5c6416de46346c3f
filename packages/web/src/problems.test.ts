import { describe, expect, it } from 'vitest';

const { createProblemIndex, metricOf } = await import(
  new URL('../public/js/problems.js', import.meta.url).href
);
const { problemSentence } = await import(new URL('../public/js/sentences.js', import.meta.url).href);

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

const failing = {
  kind: 'series',
  name: 'disk{device="sda"}',
  selector: 'disk',
  code: 'prometheus-unavailable',
  detail: 'Prometheus answers with a server error.',
  since: inMinutes(-20),
  attempts: 4,
  nextTry: inMinutes(6),
};

describe('the metric of a series or selector', () => {
  it.each([
    ['up', 'up'],
    ['disk{device="sda"}', 'disk'],
    ['{"http.server.requests"}', 'http.server.requests'],
    ['{"http.server.requests", job="a"}', 'http.server.requests'],
    [' disk {a="{"}', 'disk'],
    ['', ''],
  ])('of %s is %s', (text, metric) => {
    expect(metricOf(text)).toBe(metric);
  });
});

describe('the problems of series', () => {
  const other = { ...failing, name: 'disk{device="sdb"}' };
  const selector = { ...failing, kind: 'selector', name: 'disk' };
  const index = createProblemIndex([failing, other, selector, { ...failing, name: 'load' }]);

  it('are found by series, never by a selector of that name', () => {
    expect(index.ofSeries(failing.name)).toBe(failing);
    expect(index.ofSeries('disk')).toBeUndefined();
  });

  it('are those of an indicator where no series that is shown tells of them', () => {
    expect(index.ofIndicator('disk{job="x"}', [failing.name])).toEqual([other, selector]);
    expect(index.ofIndicator('disks', [])).toEqual([]);
  });
});

describe('the sentence about a problem', () => {
  const said = (change: object) => {
    const { emphasis, rest } = problemSentence({ ...failing, ...change });
    return plain(emphasis + rest);
  };

  it('says what is wrong, since when, how often it was tried and when it is tried next', () => {
    expect(said({})).toMatch(
      /^Not analysed: Prometheus answers with a server error \(prometheus-unavailable\), since \S.*, tried 4 times; next try .*\(in \d+ min\)$/,
    );
    expect(said({ attempts: 1, nextTry: inMinutes(-1) })).toMatch(
      /, tried once; tried again in the next round$/,
    );
  });

  it.each([
    [{ code: 'partial-answer' }, 'Analysed from a part of its samples: '],
    [{ kind: 'selector' }, 'Its series cannot be found out: '],
  ])('calls %o what it is', (change, beginning) => {
    expect(said(change).startsWith(beginning)).toBe(true);
  });
});
