import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteMs } from '../minute-means.js';
import {
  type CalendarPeriod,
  calendarPeriods,
  isLongWindow,
  isTimeZone,
  minutesIn,
  nominalWindowMs,
  overlapMs,
  windowSpan,
} from './objective-window.js';

const at = (text: string) => Date.parse(text);
const of = (period: CalendarPeriod, timeZone: string) => ({ calendar: { period, timeZone } });
const spanOf = (window: Parameters<typeof windowSpan>[0], end: string) => {
  const { startMs, endMs, untilMs } = windowSpan(window, at(end));
  return [startMs, endMs, untilMs].map((ms) => new Date(ms).toISOString());
};

describe('a rolling window', () => {
  it('is the last so many whole minutes, one at least', () => {
    const end = at('2026-11-28T01:00Z');
    expect(windowSpan({ rollingMs: 60 * minuteMs }, end)).toEqual({
      startMs: end - 60 * minuteMs,
      endMs: end,
      untilMs: end,
    });
    expect(minutesIn(windowSpan({ rollingMs: 1 }, end))).toBe(1);
  });
});

describe('a period of the calendar', () => {
  it.each([
    ['day', 'UTC', '2026-11-28T01:00Z', '2026-11-28T00:00Z', '2026-11-29T00:00Z'],
    ['day', 'Asia/Kathmandu', '2026-11-28T01:00Z', '2026-11-27T18:15Z', '2026-11-28T18:15Z'],
    ['week', 'UTC', '2026-11-28T01:00Z', '2026-11-23T00:00Z', '2026-11-30T00:00Z'],
    ['month', 'America/New_York', '2026-11-28T01:00Z', '2026-11-01T04:00Z', '2026-12-01T05:00Z'],
    ['quarter', 'Europe/Berlin', '2026-05-31T01:00Z', '2026-03-31T22:00Z', '2026-06-30T22:00Z'],
    ['year', 'America/New_York', '2028-02-29T01:00Z', '2028-01-01T05:00Z', '2029-01-01T05:00Z'],
    ['month', 'Europe/Berlin', '2026-03-31T01:00Z', '2026-02-28T23:00Z', '2026-03-31T22:00Z'],
  ] as const)('begins and ends by the clocks: the %s of %s at %s', (period, zone, end, start, until) => {
    expect(spanOf(of(period, zone), end)).toEqual([start, end, until].map((t) => new Date(t).toISOString()));
  });

  it.each([
    ['spring', '2026-03-29T12:00Z', 23],
    ['autumn', '2026-10-25T12:00Z', 25],
  ])('has the hours that it has where the clocks change in %s', (_, end, hours) => {
    const { startMs, untilMs } = windowSpan(of('day', 'Europe/Berlin'), at(end));
    expect((untilMs - startMs) / 3_600_000).toBe(hours);
  });

  it('is still the one that has ended at the turn, and a minute later the new one with that minute', () => {
    const turn = at('2026-12-01T00:00Z');
    expect(windowSpan(of('month', 'UTC'), turn)).toMatchObject({ endMs: turn, untilMs: turn });
    expect(minutesIn(windowSpan(of('month', 'UTC'), turn + minuteMs))).toBe(1);
  });

  it('holds the newest minute, and no minute of another period, as the runtime’s own calendar has them', () => {
    const zones = ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Apia'];
    const fields = (ms: number, timeZone: string): Record<string, string> => {
      const format = new Intl.DateTimeFormat('en-GB', {
        timeZone,
        dateStyle: 'short',
        timeStyle: 'short',
      });
      const parts = format.formatToParts(new Date(ms));
      return Object.fromEntries(parts.map(({ type, value }) => [type, value]));
    };
    const monday = (ms: number, timeZone: string) =>
      new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long' }).format(new Date(ms)) === 'Monday';
    fc.assert(
      fc.property(
        fc.integer({ min: at('2015-01-01') / minuteMs, max: at('2030-01-01') / minuteMs }),
        fc.constantFrom(...calendarPeriods),
        fc.constantFrom(...zones),
        (endMinute, period, timeZone) => {
          const endMs = endMinute * minuteMs;
          const { startMs, untilMs } = windowSpan(of(period, timeZone), endMs);
          expect(startMs).toBeLessThan(endMs);
          expect(untilMs).toBeGreaterThanOrEqual(endMs);
          for (const edge of [startMs, untilMs]) {
            const { hour, minute, day } = fields(edge, timeZone);
            expect([hour, minute]).toEqual(['00', '00']);
            if (['month', 'quarter', 'year'].includes(period)) expect(day).toBe('01');
            if (period === 'week') expect(monday(edge, timeZone)).toBe(true);
          }
          expect(untilMs - startMs).toBeLessThanOrEqual(nominalWindowMs(of(period, timeZone)) + 3_600_000);
        },
      ),
    );
  });
});

it('a window has a length for those who know lengths alone', () => {
  expect(calendarPeriods.map((period) => nominalWindowMs(of(period, 'UTC')) / 86_400_000)).toEqual([
    1, 7, 31, 92, 366,
  ]);
  expect(nominalWindowMs({ rollingMs: 5 })).toBe(5);
});

it('time zones are those of the IANA database', () => {
  expect(['UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires'].every(isTimeZone)).toBe(true);
  expect(['', 'Mars/Olympus', 'Europe/Berlin; DROP TABLE'].some(isTimeZone)).toBe(false);
});

it('what two ranges have in common is nothing where they only touch', () => {
  expect(overlapMs({ startMs: 0, endMs: 5 }, { startMs: 3, endMs: 9 })).toBe(2);
  expect(overlapMs({ startMs: 0, endMs: 5 }, { startMs: 5, endMs: 9 })).toBe(0);
  expect(overlapMs({ startMs: 0, endMs: 5 }, { startMs: 7, endMs: 9 })).toBe(0);
});

describe('a window whose days are tallied', () => {
  const dayMs = 24 * 60 * minuteMs;

  it('is longer than 31 days', () => {
    expect(isLongWindow({ rollingMs: 31 * dayMs })).toBe(false);
    expect(isLongWindow({ rollingMs: 31 * dayMs + minuteMs })).toBe(true);
    expect(calendarPeriods.filter((period) => isLongWindow(of(period, 'UTC')))).toEqual(['quarter', 'year']);
  });
});
