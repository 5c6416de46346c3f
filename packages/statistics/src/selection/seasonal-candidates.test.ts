import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seasonalCandidates } from './seasonal-candidates.js';
import { seasonalProfile, wholeSeasons } from './seasonal-profile.js';
import { forecastAt, rollingOrigins } from './selection.fixture.js';

const period = fc.integer({ min: 2, max: 14 });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The known samples whole seasons before sample `at`, newest first, when `known` samples are known and `horizon` steps are forecast. */
function samplesOfPhase(
  x: Float64Array,
  { at, season, reach }: { at: number; season: number; reach: number },
) {
  const found: number[] = [];
  for (let i = at - season; i >= 0; i -= season) if (at - i >= reach) found.push(x[i]!);
  return found;
}

describe('wholeSeasons', () => {
  it('is the least multiple of the season that reaches over the horizon', () => {
    fc.assert(
      fc.property(period, fc.integer({ min: 1, max: 40 }), (season, horizon) => {
        const reach = wholeSeasons(season, horizon);
        expect(reach % season).toBe(0);
        expect(reach).toBeGreaterThanOrEqual(horizon);
        expect(reach - season).toBeLessThan(horizon);
      }),
    );
  });
});

describe('seasonalProfile', () => {
  it('averages the newest known samples of the same phase, and is NaN where there are none', () => {
    fc.assert(
      fc.property(
        rollingOrigins,
        period,
        fc.integer({ min: 1, max: 4 }),
        ({ x, horizon }, season, seasons) => {
          const profile = seasonalProfile(x, season, { horizon, seasons });
          expect(profile).toHaveLength(x.length + horizon);
          profile.forEach((value, at) => {
            const samples = samplesOfPhase(x, { at, season, reach: horizon }).slice(0, seasons);
            if (samples.length === 0) expect(value).toBeNaN();
            else expect(Math.abs(value - mean(samples))).toBeLessThan(1e-9 + 1e-15 * Math.abs(value));
          });
        },
      ),
      { numRuns: 15 },
    );
  });
});

describe('seasonalCandidates', () => {
  it('repeats the last season, that season at the level of the last twenty samples, and the mean of four', () => {
    fc.assert(
      fc.property(rollingOrigins, period, (origins, season) => {
        const { x, horizon } = origins;
        const candidates = seasonalCandidates(origins, season);
        const back = wholeSeasons(season, horizon);
        const [naive, level, averaged] = candidates;
        expect(candidates.map(({ first }) => first)).toEqual(
          [back, back + 20, back].map((needed) => Math.max(origins.first, needed)),
        );
        for (let origin = level!.first; origin <= x.length; origin++) {
          const differences = Array.from(
            { length: 20 },
            (_, i) => x[origin - 1 - i]! - x[origin - 1 - i - back]!,
          );
          const [ofLast, ofLevel, ofMean] = [naive!, level!, averaged!].map((candidate) =>
            forecastAt(origins, candidate, origin),
          );
          for (let h = 0; h < horizon; h++) {
            const samples = samplesOfPhase(x, { at: origin + h, season, reach: horizon });
            const slack = 1e-9 + 1e-14 * Math.abs(samples[0]!);
            expect(ofLast![h]).toBe(samples[0]);
            expect(Math.abs(ofLevel![h]! - samples[0]! - mean(differences))).toBeLessThan(slack);
            expect(Math.abs(ofMean![h]! - mean(samples.slice(0, 4)))).toBeLessThan(slack);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('has no look-ahead: steps beyond a season repeat the season that is known', () => {
    const x = Float64Array.from({ length: 60 }, (_, i) => (i % 4) + 100 * Math.floor(i / 4));
    const origins = { x, first: 40, horizon: 6 };
    const [naive] = seasonalCandidates(origins, 4);
    // Six steps reach over two seasons of four: sample 40 is forecast by sample 32, sample 45 by sample 37.
    expect(forecastAt(origins, naive!, 40)).toEqual([800, 801, 802, 803, 900, 901]);
  });
});
