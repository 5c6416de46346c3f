import { expect, it } from 'vitest';
import { tallyKey } from './tally-key.js';

it('what is tallied is told apart by the indicator, the bounds and the least volume of a minute', () => {
  const keys = [
    tallyKey('load', { bounds: { min: 1 } }),
    tallyKey('load', { bounds: { max: 1 } }),
    tallyKey('load', { bounds: { min: 1, max: 1 } }),
    tallyKey('load', { bounds: { min: 1 }, minEventsPerMinute: 1 }),
    tallyKey('cpu', { bounds: { min: 1 } }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(tallyKey('load', { bounds: { min: 1 } })).toBe(keys[0]);
});
