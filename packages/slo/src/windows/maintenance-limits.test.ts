import { describe, expect, it } from 'vitest';
import type { Maintenance } from './maintenance.js';
import { whyNotMaintenance } from './maintenance-limits.js';

const nightly = { cron: '0 2 * * *', durationMs: 3_600_000, timeZone: 'Europe/Berlin' };
const once = { startMs: Date.UTC(2026, 0, 2), endMs: Date.UTC(2026, 0, 3) };

describe('maintenance from elsewhere', () => {
  it.each<[string, Maintenance]>([
    ['happens once', once],
    ['recurs', nightly],
    ['lasts a minute', { ...nightly, durationMs: 60_000 }],
    ['lasts a week', { ...nightly, cron: '0 2 * * SUN', durationMs: 7 * 86_400_000 }],
  ])('can be had where it %s', (_, each) => {
    expect([whyNotMaintenance(each), whyNotMaintenance(each)]).toEqual([undefined, undefined]);
  });

  it.each<[string, Maintenance, string]>([
    ['begins at no time', { ...once, startMs: Number.NaN }, 'years 1 to 9999'],
    ['begins before the year 1', { ...once, startMs: -62_135_596_800_001 }, 'years 1 to 9999'],
    ['ends behind the year 9999', { ...once, endMs: 253_402_300_800_000 }, 'years 1 to 9999'],
    ['ends as it begins', { ...once, endMs: once.startMs }, 'ends before'],
    ['has a long cron', { ...nightly, cron: `0 2 * * ${'0,'.repeat(100)}0` }, 'more than 200 characters'],
    ['has no cron', { ...nightly, cron: 'daily' }, 'five fields'],
    ['recurs each minute', { ...nightly, cron: '* * * * *' }, 'every six hours'],
    ['begins before it has ended', { ...nightly, durationMs: 25 * 3_600_000 }, 'before it has ended'],
    ['is too short', { ...nightly, durationMs: 59_999 }, 'lasts 59999 ms'],
    ['is too long', { ...nightly, cron: '0 2 * * SUN', durationMs: 7 * 86_400_000 + 1 }, 'seven days'],
    ['lasts for no time', { ...nightly, durationMs: Number.NaN }, 'lasts NaN ms'],
    ['knows no such clocks', { ...nightly, timeZone: 'Europe/Nowhere' }, 'IANA'],
  ])('is refused where it %s', (_, each, problem) => {
    expect(whyNotMaintenance(each)).toContain(problem);
    // What was found out is kept.
    expect(whyNotMaintenance(each)).toContain(problem);
  });
});
