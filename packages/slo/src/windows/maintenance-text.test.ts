import { describe, expect, it } from 'vitest';
import { maintenanceOf, maintenanceText } from './maintenance-text.js';

const once = { startMs: 0, endMs: 60_000 };
const nightly = { cron: '0 2 * * *', durationMs: 3_600_000, timeZone: 'Europe/Berlin' };

describe('the stored form of maintenance', () => {
  it('gives back what was planned', () => {
    for (const all of [[], [once], [nightly, once]]) expect(maintenanceOf(maintenanceText(all))).toEqual(all);
  });

  it.each<[string, unknown]>([
    ['no list', once],
    ['of nothing', [null]],
    ['of numbers', [1]],
    ['of what neither recurs nor has a time', [{}]],
    ['of what has no end', [{ startMs: 0 }]],
    ['of what has no begin', [{ endMs: 0 }]],
    ['of times as text', [{ startMs: '0', endMs: '1' }]],
    ['of what recurs for no time', [{ ...nightly, durationMs: undefined }]],
    ['of what recurs nowhere', [{ ...nightly, timeZone: undefined }]],
    ['of which one is none', [once, {}]],
  ])('is refused where it is %s', (_, all) => {
    expect(() => maintenanceOf(JSON.stringify(all))).toThrow('it is no list of maintenance');
  });
});
