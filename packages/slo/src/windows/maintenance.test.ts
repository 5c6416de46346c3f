import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minuteMs } from '../minute-means.js';
import {
  createMaintenanceCalendar,
  type Maintenance,
  rangeAt,
  recursTooOften,
  whyNotRecurring,
  withoutRanges,
} from './maintenance.js';

const at = (text: string) => Date.parse(text);
const hourMs = 60 * minuteMs;
const range = (start: string, end: string) => ({ startMs: at(start), endMs: at(end) });
const within = (all: readonly Maintenance[], start: string, end: string) =>
  createMaintenanceCalendar()
    .within(all, range(start, end))
    .map(({ startMs, endMs }) => [startMs, endMs].map((ms) => new Date(ms).toISOString().slice(0, 16)));

describe('maintenance that happens once', () => {
  it('is there with its own begin and end, in whole minutes, where a part of it lies within', () => {
    const all = [range('2026-11-01T10:00:30Z', '2026-11-01T10:05:30Z')];
    expect(within(all, '2026-11-01T00:00Z', '2026-11-02T00:00Z')).toEqual([
      ['2026-11-01T10:00', '2026-11-01T10:06'],
    ]);
    expect(within(all, '2026-11-01T10:02Z', '2026-11-01T10:03Z')).toEqual([
      ['2026-11-01T10:00', '2026-11-01T10:06'],
    ]);
    expect(within(all, '2026-11-01T10:06Z', '2026-11-01T11:00Z')).toEqual([]);
  });

  it('counts once where two overlap, touch or hold each other', () => {
    const all = [
      range('2026-11-01T12:00Z', '2026-11-01T13:00Z'),
      range('2026-11-01T10:00Z', '2026-11-01T11:00Z'),
      range('2026-11-01T10:10Z', '2026-11-01T10:20Z'),
      range('2026-11-01T11:00Z', '2026-11-01T11:30Z'),
    ];
    expect(within(all, '2026-11-01T00:00Z', '2026-11-02T00:00Z')).toEqual([
      ['2026-11-01T10:00', '2026-11-01T11:30'],
      ['2026-11-01T12:00', '2026-11-01T13:00'],
    ]);
  });
});

describe('maintenance that recurs', () => {
  const nightly = { cron: '30 2 * * *', durationMs: hourMs, timeZone: 'Europe/Berlin' };

  it('is at the same time of the clocks, whatever the season', () => {
    expect(within([nightly], '2026-01-10T00:00Z', '2026-01-11T00:00Z')).toEqual([
      ['2026-01-10T01:30', '2026-01-10T02:30'],
    ]);
    expect(within([nightly], '2026-07-10T00:00Z', '2026-07-11T00:00Z')).toEqual([
      ['2026-07-10T00:30', '2026-07-10T01:30'],
    ]);
  });

  it('is an hour later by the clocks where they skip its time, and once where they have it twice', () => {
    expect(within([nightly], '2026-03-29T00:00Z', '2026-03-30T00:00Z')).toEqual([
      ['2026-03-29T01:30', '2026-03-29T02:30'],
    ]);
    expect(within([nightly], '2026-10-25T00:00Z', '2026-10-26T00:00Z')).toEqual([
      ['2026-10-25T00:30', '2026-10-25T01:30'],
    ]);
  });

  it('reaches into a range that begins while it is on', () => {
    expect(within([nightly], '2026-07-10T01:00Z', '2026-07-10T12:00Z')).toEqual([
      ['2026-07-10T00:30', '2026-07-10T01:30'],
    ]);
  });

  it('goes by names of days and months, last days and weeks of the month', () => {
    const noon = { durationMs: hourMs, timeZone: 'UTC' };
    const beginnings = (cron: string) =>
      within([{ ...noon, cron }], '2026-11-01T00:00Z', '2026-12-01T00:00Z').map(([start]) => start);
    expect(beginnings('0 12 * NOV SUN#1')).toEqual(['2026-11-01T12:00']);
    expect(beginnings('0 12 L * *')).toEqual(['2026-11-30T12:00']);
    expect(beginnings('0 12 1-3 * *')).toHaveLength(3);
    expect(beginnings('0 0,12 15 * *')).toHaveLength(2);
    expect(beginnings('0 12 * DEC *')).toEqual([]);
  });

  it('ends where no further time is named', () => {
    expect(within([{ ...nightly, cron: '0 0 29 2 *' }], '2028-02-28T00:00Z', '2028-03-02T00:00Z')).toEqual([
      ['2028-02-28T23:00', '2028-02-29T00:00'],
    ]);
  });

  it('is the same whether it was computed before or not', () => {
    const calendar = createMaintenanceCalendar();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 1, max: 900 }), (startHour, hours) => {
        const startMs = at('2026-10-01') + startHour * hourMs;
        const asked = { startMs, endMs: startMs + hours * hourMs };
        expect(calendar.within([nightly], asked)).toEqual(
          createMaintenanceCalendar().within([nightly], asked),
        );
      }),
    );
  });

  it('holds the minutes behind each time of the clocks, as the runtime’s own calendar has them', () => {
    const zones = ['UTC', 'Asia/Kathmandu', 'America/New_York'];
    fc.assert(
      fc.property(
        fc.integer({ min: at('2026-01-01') / hourMs, max: at('2027-01-01') / hourMs }),
        fc.constantFrom(...zones),
        fc.integer({ min: 4, max: 23 }),
        fc.integer({ min: 1, max: 600 }),
        (startHour, timeZone, hour, minutes) => {
          const asked = { startMs: startHour * hourMs, endMs: (startHour + 48) * hourMs };
          const recurring = { cron: `15 ${hour} * * *`, durationMs: minutes * minuteMs, timeZone };
          const ranges = createMaintenanceCalendar().within([recurring], asked);
          const clock = new Intl.DateTimeFormat('en-GB', { timeZone, timeStyle: 'short' });
          const wanted = `${String(hour).padStart(2, '0')}:15`;
          const expected = new Set<number>();
          for (let ms = asked.startMs - 24 * hourMs; ms < asked.endMs; ms += 15 * minuteMs) {
            if (clock.format(ms) !== wanted) continue;
            for (let minute = 0; minute < minutes; minute += 1) expected.add(ms + minute * minuteMs);
          }
          for (let ms = asked.startMs; ms < asked.endMs; ms += minuteMs)
            expect(rangeAt(ms, ranges) !== undefined).toBe(expected.has(ms));
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('a recurrence', () => {
  const why = (cron: string, durationMs = hourMs) => whyNotRecurring({ cron, durationMs, timeZone: 'UTC' });

  it.each([
    '0 2 * * SUN',
    '0 2 * * 0',
    '0 2 * * 7',
    '30 1 1 jan,jul *',
    '0 */6 * * *',
    '0 3 L * *',
    '0 0 29 2 *',
  ])('may be %s', (cron) => expect(why(cron)).toBeUndefined());

  it.each([
    ['* * *', 'five fields'],
    ['0 0 2 * * *', 'five fields'],
    ['@daily', 'five fields'],
    ['H 2 * * *', 'five fields'],
    ['', 'five fields'],
    ['0 2 * * SOON', 'five fields'],
    ['61 * * * *', 'is no expression of cron'],
    ['0 0 30 2 *', 'is no expression of cron'],
    ['*/5 * * * *', 'more often than every six hours'],
    ['0 * * * *', 'more often than every six hours'],
  ])('cannot be %j: %s', (cron, text) => expect(why(cron)).toContain(text));

  it('has to end before it begins again', () => {
    expect(why('0 2 * * *', 24 * hourMs)).toBeUndefined();
    expect(why('0 2 * * *', 25 * hourMs)).toContain('before it has ended');
  });
});

describe('withoutRanges', () => {
  it('leaves out the minutes of each range, with what they count, and keeps all where there is none', () => {
    const samples = {
      timesMs: Float64Array.from([0, 1, 2, 3, 4, 5], (minute) => minute * minuteMs),
      values: Float64Array.from([10, 11, 12, 13, 14, 15]),
      weights: Float64Array.from([1, 2, 3, 4, 5, 6]),
    };
    const ranges = [
      { startMs: 1 * minuteMs, endMs: 3 * minuteMs },
      { startMs: 5 * minuteMs, endMs: 6 * minuteMs },
    ];
    expect(withoutRanges(samples, ranges)).toEqual({
      timesMs: Float64Array.from([0, 3, 4], (minute) => minute * minuteMs),
      values: Float64Array.from([10, 13, 14]),
      weights: Float64Array.from([1, 4, 5]),
    });
    expect(withoutRanges(samples, [])).toBe(samples);
    const { weights: _, ...unweighted } = samples;
    expect(withoutRanges(unweighted, ranges)).not.toHaveProperty('weights');
  });
});

describe('maintenance beside a window of a year', () => {
  const utc = (cron: string) => ({ cron, durationMs: hourMs, timeZone: 'UTC' });

  it('may recur three times a day, all of it together', () => {
    const thrice = utc('0 0,8,16 * * *');
    expect(recursTooOften([])).toBe(false);
    expect(recursTooOften([thrice])).toBe(false);
    expect(recursTooOften([thrice, { startMs: 0, endMs: hourMs }])).toBe(false);
    expect(recursTooOften([utc('0 3,15 * * *'), utc('0 0 * * *')])).toBe(false);
    expect(recursTooOften([thrice, utc('0 4 15 1 *')])).toBe(true);
    expect(recursTooOften([utc('0 0,6,12,18 * * *')])).toBe(true);
  });
});

describe('maintenance at the edges of what is computed at a time', () => {
  const chunkMs = 32 * 24 * hourMs;
  const edgeMs = Math.floor(at('2026-11-01T00:00Z') / chunkMs) * chunkMs;
  const calendar = createMaintenanceCalendar();

  it('is there where it begins with one', () => {
    const daily = { cron: '0 0 * * *', durationMs: hourMs, timeZone: 'UTC' };
    expect(calendar.within([daily], { startMs: edgeMs, endMs: edgeMs + hourMs })).toEqual([
      { startMs: edgeMs, endMs: edgeMs + hourMs },
    ]);
  });

  it('is there where it began in the one before', () => {
    const begin = new Date(edgeMs - 24 * hourMs);
    const cron = `0 0 ${begin.getUTCDate()} ${begin.getUTCMonth() + 1} *`;
    const long = { cron, durationMs: 72 * hourMs, timeZone: 'UTC' };
    expect(calendar.within([long], { startMs: edgeMs + hourMs, endMs: edgeMs + 2 * hourMs })).toEqual([
      { startMs: begin.getTime(), endMs: begin.getTime() + 72 * hourMs },
    ]);
  });
});

describe('an expression of cron', () => {
  const nightly = { durationMs: hourMs, timeZone: 'Europe/Berlin' };

  it('may have several blanks between its fields', () => {
    expect(whyNotRecurring({ ...nightly, cron: '0  2 *   * *' })).toBeUndefined();
  });

  it('is refused where it names a day that never comes', () => {
    expect(whyNotRecurring({ ...nightly, cron: '0 2 30 2 *' })).toMatch(/no expression/);
  });
});
