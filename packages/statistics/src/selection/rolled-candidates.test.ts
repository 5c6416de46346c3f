import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rolledCandidates } from './rolled-candidates.js';
import { forecastAt, rollingOrigins } from './selection.fixture.js';

const names = (first: number, period: number) =>
  rolledCandidates({ x: new Float64Array(200).map((_, i) => i % 7), first, horizon: 3 }, period).map(
    ({ name }) => name,
  );

describe('rolledCandidates', () => {
  it('do not look ahead: samples behind an origin change nothing before it', () => {
    const change = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(
        rollingOrigins,
        fc.nat(),
        fc.constantFrom(0, 4, 9),
        change,
        (origins, drawn, period, by) => {
          const { x, first } = origins;
          const origin = first + (drawn % (x.length - first));
          const changed = { ...origins, x: x.map((value, i) => (i < origin ? value : value + by)) };
          const after = rolledCandidates(changed, period);
          rolledCandidates(origins, period).forEach((candidate, k) => {
            for (let at = candidate.first; at <= origin; at++)
              expect(forecastAt(changed, after[k]!, at), candidate.name).toEqual(
                forecastAt(origins, candidate, at),
              );
          });
        },
      ),
      { numRuns: 15 },
    );
  });

  it('begin with the last value, have names of their own, and leave out what needs more history than there is', () => {
    const [long, short] = [names(130, 7), names(32, 7)];
    expect(long[0]).toBe('last-value');
    expect(new Set(long).size).toBe(long.length);
    expect(long.filter((name) => !short.includes(name))).toEqual([
      'rolling-median(61)',
      'rolling-median(121)',
      'linear-trend(60)',
    ]);
  });

  it('have seasonal ones only with a season', () => {
    const seasonal = names(130, 7).filter((name) => !names(130, 0).includes(name));
    expect(seasonal).toEqual(['seasonal-naive(7)', 'seasonal-naive(7, level of 20)', 'seasonal-mean(7)']);
  });
});
