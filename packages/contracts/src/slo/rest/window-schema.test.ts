import { describe, expect, it } from 'vitest';
import { presentSla, slaInput, slaOutput } from './sla-schema.js';
import { windowText } from './window-schema.js';

const objective = { name: 'free', indicator: 'disk_bytes', min: 1 };
const ratio = { name: 'errors', indicator: 'forewarn_indicator{indicator="errors"}' };
const sla = (fields: object, more: object = {}) => ({
  name: 'disk',
  objectives: [{ ...objective, ...fields }],
  ...more,
});

/** What is wrong with a body, as `path: message`. */
const mistakes = (input: unknown): string[] =>
  (slaInput.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe('the window of an objective that is sent', () => {
  const windowOf = (window: unknown) => slaInput.parse(sla({ window })).objectives[0]?.window;

  it('may be a period of the calendar, whose clocks are those of UTC unless it says', () => {
    expect(windowOf({ calendar: 'day' })).toEqual({ calendar: { period: 'day', timeZone: 'UTC' } });
    expect(windowOf({ calendar: 'month', timeZone: 'Europe/Berlin' })).toEqual({
      calendar: { period: 'month', timeZone: 'Europe/Berlin' },
    });
  });

  it.each([
    ['90s', 'must be whole minutes'],
    ['367d', 'must be from 1m to 366d'],
    [{ calendar: 'month', timeZone: 'Mars/Olympus' }, 'timeZone must be a time zone of the IANA database'],
    [{ calendar: 'decade' }, 'calendar must be day, week, month, quarter or year'],
    [{ calendar: 'day', zone: 'UTC' }, 'Unrecognized key: "zone"'],
    [{}, 'calendar must be day, week, month, quarter or year'],
    [5, 'must be a duration such as 12h, or a period of the calendar such as'],
    [[], 'must be a duration such as 12h, or a period of the calendar such as'],
    [null, 'must be a duration such as 12h, or a period of the calendar such as'],
  ])('cannot be %j, and what is wrong with the form that was meant is said', (window, message) => {
    expect(mistakes(sla({ window }))).toEqual([
      expect.stringMatching(new RegExp(`^objectives\\.0\\.window: ${message}`)),
    ]);
  });

  it('is told to people in a few words', () => {
    expect(windowText('12h')).toBe('12h');
    expect(windowText({ calendar: 'week', timeZone: 'Europe/Berlin' })).toBe('week, Europe/Berlin');
  });
});

describe('least numbers of events', () => {
  it('are of ratios alone, and whole', () => {
    const numbers = { minEvents: 100, minEventsPerMinute: 5 };
    expect(slaInput.parse({ name: 'a', objectives: [{ ...ratio, ...numbers }] }).objectives[0]).toMatchObject(
      numbers,
    );
    const onlyRatios = 'is only for ratios: the indicator must be forewarn_indicator{indicator="NAME"}';
    expect(mistakes(sla(numbers))).toEqual([
      `objectives.0.minEvents: ${onlyRatios}`,
      `objectives.0.minEventsPerMinute: ${onlyRatios}`,
    ]);
    expect(mistakes({ name: 'a', objectives: [{ ...ratio, minEvents: 0.5 }] })).toEqual([
      'objectives.0.minEvents: must be a whole number',
    ]);
    expect(mistakes({ name: 'a', objectives: [{ ...ratio, minEvents: 0 }] })).toEqual([
      'objectives.0.minEvents: must be at least 1',
    ]);
  });
});

describe('planned maintenance that is sent', () => {
  const once = { start: '2026-11-28T00:00:00+01:00', end: '2026-11-28T02:00:00Z' };
  const recurring = { cron: '0 2 * * SUN', duration: '2h' };
  const maintenanceOf = (...maintenance: object[]) => slaInput.parse(sla({}, { maintenance })).maintenance;

  it('happens once, or recurs by the clocks of a time zone', () => {
    expect(maintenanceOf(once, recurring, { ...recurring, timeZone: 'Europe/Berlin' })).toEqual([
      { startMs: Date.UTC(2026, 10, 27, 23), endMs: Date.UTC(2026, 10, 28, 2) },
      { cron: '0 2 * * SUN', durationMs: 7_200_000, timeZone: 'UTC' },
      { cron: '0 2 * * SUN', durationMs: 7_200_000, timeZone: 'Europe/Berlin' },
    ]);
    expect(slaInput.parse(sla({}))).not.toHaveProperty('maintenance');
    expect(slaInput.parse(sla({}, { maintenance: [] }))).not.toHaveProperty('maintenance');
  });

  it.each([
    ['nothing', {}, '0.start: start and end must be given, or cron and duration'],
    ['a begin alone', { start: once.start }, '0.start: start and end must be given, or cron and duration'],
    ['a cron alone', { cron: '0 2 * * *' }, '0.start: start and end must be given, or cron and duration'],
    ['an end that is its begin', { start: once.end, end: once.end }, '0.end: must be after start'],
    [
      'a cron that is too long',
      { ...recurring, cron: `0 2 * * ${'1,'.repeat(100)}1` },
      '0.cron: must be at most 200 characters',
    ],
    ['an end before its begin', { start: once.end, end: once.start }, '0.end: must be after start'],
    [
      'both forms',
      { ...once, timeZone: 'UTC' },
      '0: cron, duration and timeZone are of maintenance that recurs, start and end of one that does not',
    ],
    ['a duration of weeks', { ...recurring, duration: '8d' }, '0.duration: must be from 1m to 7d'],
    ['a cron of seconds', { ...recurring, cron: '0 0 2 * * *' }, '0.cron: must be five fields of cron'],
    ['no time that there is', { ...recurring, cron: '0 0 30 2 *' }, '0.cron: is no expression of cron'],
    ['a field that is not known', { ...recurring, zone: 'UTC' }, '0: Unrecognized key: "zone"'],
    ['a time that is none', { ...once, end: 'tomorrow' }, '0.end: must be a time such as'],
  ])('is refused for %s, once', (_, maintenance, message) => {
    expect(mistakes(sla({}, { maintenance: [maintenance] }))).toEqual([
      expect.stringContaining(`maintenance.${message}`),
    ]);
  });

  it.each([[null], [5], ['0 2 * * *']])('cannot be %j, which is said once', (maintenance) => {
    expect(mistakes(sla({}, { maintenance: [maintenance] }))).toEqual([
      expect.stringMatching(/^maintenance\.0: Invalid input: expected object/),
    ]);
  });

  it('is bounded in number', () => {
    expect(mistakes(sla({}, { maintenance: Array(11).fill(once) }))).toEqual([
      'maintenance: must hold at most 10 entries',
    ]);
  });
});

it('an SLA with windows, volumes and maintenance can be sent back as it is given', () => {
  const input = slaInput.parse({
    name: 'disk',
    objectives: [
      {
        ...ratio,
        window: { calendar: 'month', timeZone: 'Europe/Berlin' },
        minEvents: 9,
        minEventsPerMinute: 2,
      },
      { ...objective, window: '3h' },
    ],
    maintenance: [
      { start: '2026-11-28T00:00:00Z', end: '2026-11-28T02:00:00Z' },
      { cron: '0 2 * * SUN', duration: '2h', timeZone: 'Europe/Berlin' },
    ],
  });
  const given = slaOutput.parse(JSON.parse(JSON.stringify(presentSla(input))));
  expect(slaInput.parse(given)).toEqual(input);
});
