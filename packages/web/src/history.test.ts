import { describe, expect, it } from 'vitest';

const { historyRuns, historySentence, runTitle } = await import(
  new URL('../public/js/history.js', import.meta.url).href
);

const noonMs = Date.UTC(2026, 10, 21, 12);
const ago = (minutes: number) => new Date(noonMs - minutes * 60_000).toISOString();
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

interface Run {
  readonly startMs: number;
  readonly endMs: number;
  readonly state: string;
  readonly name: string;
  readonly reason: string | null;
}

const verdict = (minutes: number, state = 'ok', reason: string | null = null) => ({
  minuteEnd: ago(minutes),
  state,
  reason,
});

/** Verdicts of the same state on the minutes that ended from so many minutes ago to fewer, newest first. */
const verdicts = (from: number, to: number, state?: string, reason?: string) =>
  Array.from({ length: from - to + 1 }, (_, at) => verdict(to + at, state, reason));

/** The runs of the three hours up to half a minute past noon. */
const runsOf = (...parts: readonly (readonly object[])[]): Run[] =>
  historyRuns({ range: { start: ago(180), end: ago(-0.5) }, verdicts: parts.flat() });

/** From and to in minutes before noon, and the state. */
const told = (runs: readonly Run[]) =>
  runs.map(({ startMs, endMs, state }) => [...[startMs, endMs].map((ms) => (noonMs - ms) / 60_000), state]);

describe('how an objective stood', () => {
  it('is runs of equal states over the three hours, oldest first', () => {
    const runs = runsOf(verdicts(9, 0, 'violated'), verdicts(19, 10, 'at-risk'), verdicts(179, 20));
    expect(told(runs)).toEqual([
      [180, 20, 'ok'],
      [20, 10, 'at-risk'],
      [10, 0, 'violated'],
    ]);
  });

  it('has no verdict where one is missing, at the begin, in between and at the end', () => {
    expect(told(runsOf(verdicts(20, 10), verdicts(40, 30)))).toEqual([
      [180, 41, 'none'],
      [41, 30, 'ok'],
      [30, 21, 'none'],
      [21, 10, 'ok'],
      [10, 0, 'none'],
    ]);
    expect(told(runsOf())).toEqual([[180, 0, 'none']]);
  });

  it('ends with the newest verdict while the next is not late', () => {
    expect(told(runsOf(verdicts(179, 2)))).toEqual([[180, 2, 'ok']]);
    expect(told(runsOf(verdicts(179, 3)))).toEqual([
      [180, 3, 'ok'],
      [3, 0, 'none'],
    ]);
  });

  it('tells reasons apart, and maintenance from what cannot be told', () => {
    const unknown = (minutes: number, reason: string) => verdict(minutes, 'insufficient-data', reason);
    const runs = runsOf([unknown(0, 'idle'), unknown(1, 'gap'), unknown(2, 'maintenance')]).slice(1);
    expect(runs.map(({ state, name, reason }) => [state, name, reason])).toEqual([
      ['insufficient-data', 'Maintenance', null],
      ['insufficient-data', 'Insufficient data', 'gap'],
      ['insufficient-data', 'Insufficient data', 'idle'],
    ]);
  });
});

describe('the sentence about how an objective stood', () => {
  const said = (...parts: readonly (readonly object[])[]) => plain(historySentence(runsOf(...parts)));

  it('counts the minutes that were not ok, the worst first, wherever they lie', () => {
    expect(
      said(
        verdicts(4, 0, 'violated'),
        verdicts(7, 5, 'at-risk'),
        verdicts(14, 8, 'violated'),
        verdicts(179, 15),
      ),
    ).toBe('Violated 12 minutes and at risk 3 minutes of the last 3 hours');
  });

  it.each([
    [[verdicts(179, 0)], 'OK throughout the last 3 hours'],
    [[verdicts(179, 0, 'violated')], 'Violated throughout the last 3 hours'],
    [[verdicts(0, 0, 'at-risk'), verdicts(179, 1)], 'At risk 1 minute of the last 3 hours'],
    [[verdicts(89, 0, 'violated'), verdicts(179, 90)], 'Violated 1 h 30 min of the last 3 hours'],
    [[verdicts(9, 0)], 'Without a verdict 2 h 50 min of the last 3 hours'],
    [
      [verdicts(9, 0, 'violated'), verdicts(19, 10, 'insufficient-data', 'idle'), verdicts(159, 20)],
      'Violated 10 minutes, insufficient data 10 minutes and without a verdict 20 minutes of the last 3 hours',
    ],
    [
      [verdicts(9, 0, 'insufficient-data', 'maintenance'), verdicts(179, 10)],
      'Maintenance 10 minutes of the last 3 hours',
    ],
    [[], 'No verdict in the last 3 hours'],
  ])('of case %# is as people say it', (parts, sentence) => {
    expect(said(...parts)).toBe(sentence);
  });
});

describe('the title of a run', () => {
  const said = (run: Run | undefined) => plain(runTitle(run, noonMs));

  it('has its state, its reason, and from when to when', () => {
    expect(said(runsOf(verdicts(9, 0, 'violated')).at(-1))).toMatch(/^Violated, \d\d:\d\d to \d\d:\d\d$/);
    expect(said(runsOf(verdicts(9, 0, 'insufficient-data', 'idle')).at(-1))).toMatch(
      /^Insufficient data \(idle\), \d\d:\d\d to/,
    );
    expect(said(runsOf()[0])).toMatch(/^No verdict, /);
  });
});
