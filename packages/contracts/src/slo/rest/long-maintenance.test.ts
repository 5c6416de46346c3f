import { describe, expect, it } from 'vitest';
import { slaInput, slaReplacement } from './sla-schema.js';

const slaOver = (window: string, maintenance: readonly object[]) => ({
  name: 'disk',
  objectives: [{ name: 'free', indicator: 'disk_bytes', min: 1, window }],
  maintenance,
});
const recurring = (cron: string) => ({ cron, duration: '10m' });
const often = [recurring('0 2,8,14,20 * * *')];

describe.each([
  ['created', slaInput],
  ['put in the place of another', slaReplacement],
])('an SLA over a long window that is %s', (_, schema) => {
  /** What is wrong with a body, as `path: message`. */
  const mistakes = (input: unknown): string[] =>
    (schema.safeParse(input).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

  it('is refused where maintenance recurs so often that a year of it takes long to compute', () => {
    expect(mistakes(slaOver('32d', often))).toEqual([
      'maintenance: must recur at most three times a day, all of it together, beside an objective whose window is beyond 31 days',
    ]);
  });

  it('may have maintenance three times a day, and over a shorter window more often', () => {
    expect(mistakes(slaOver('366d', ['0 1 * * *', '0 9 * * *', '0 17 * * *'].map(recurring)))).toEqual([]);
    expect(mistakes(slaOver('31d', often))).toEqual([]);
  });

  it('is told what is wrong with its maintenance by itself', () => {
    const nowhere = [{ ...recurring('0 2 * * SUN'), timeZone: 'Mars/Olympus' }];
    expect(mistakes(slaOver('32d', nowhere))).toEqual([
      expect.stringMatching(/^maintenance.0.timeZone: must be a time zone/),
    ]);
  });
});
