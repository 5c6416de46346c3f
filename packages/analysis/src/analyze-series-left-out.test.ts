import type { ForecastMemory } from '@forewarn/statistics';
import { describe, expect, it } from 'vitest';
import { inputOf, machineLike, noise } from './analysis.fixture.js';
import type { Forecast } from './analysis.js';
import { defaultProfile, referenceProfile } from './analysis-profile.js';
import { type AnalysisInput, analyzeSeries } from './analyze-series.js';
import { isUnavailable, type StageOutcome, stages } from './stage.js';

/** Two hours, up to a quarter of an hour before the end of the day. */
const [from, to] = [1_305, 1_425];
const day = machineLike(1_440);
const outage = day.map((value, i) => (i >= from && i < to ? 0 : value));
const between = (begin: number, end: number, length = 1_440) =>
  Uint8Array.from({ length }, (_, i) => (i >= begin && i < end ? 1 : 0));
const leftOut = between(from, to);

function resultOf<T extends object>(outcome: StageOutcome<T>): T {
  if (isUnavailable(outcome)) throw new Error(`${outcome.reason}: ${outcome.detail}`);
  return outcome;
}

const analyze = (values: readonly number[], points?: Uint8Array, profile = defaultProfile) => {
  const { executionTimes: _, ...analysis } = analyzeSeries(
    { ...inputOf(values), ...(points && { leftOut: points }) },
    profile,
  );
  return analysis;
};
const forecastOf = (values: readonly number[], points?: Uint8Array): Forecast =>
  resultOf(analyze(values, points).forecast);

/** How far apart means and bounds of two forecasts are at most, in widths of the second one's interval. */
const distance = (one: Forecast, other: Forecast) =>
  Math.max(
    ...one.points.flatMap((point, h) => {
      const expected = other.points[h]!;
      const apart = (['mean', 'lower', 'upper'] as const).map((each) =>
        Math.abs(point[each] - expected[each]),
      );
      return apart.map((each) => each / (expected.upper - expected.lower));
    }),
  );

describe('an analysis from which points are left out', () => {
  it.each([defaultProfile, referenceProfile])(
    'does not depend on their values in the profile $name',
    (profile) => {
      expect(analyze(outage, leftOut, profile)).toEqual(analyze(day, leftOut, profile));
      const gone = outage.map((value, i) => (i >= from && i < to ? Number.NaN : value));
      expect(analyze(gone, leftOut, profile)).toEqual(analyze(day, leftOut, profile));
    },
  );

  it('counts them as missing', () => {
    expect(analyze(outage, leftOut).window).toMatchObject({ sampleCount: 1_320, missingCount: 120 });
  });

  it('has all stages, which a gap of two hours forbids', () => {
    const analysis = analyze(outage, leftOut);
    for (const stage of stages) expect(isUnavailable(analysis[stage]), stage).toBe(false);
    const gone = analyze(outage.map((value, i) => (leftOut[i] ? Number.NaN : value)));
    expect(gone.hodrickPrescott).toMatchObject({ reason: 'gap' });
  });

  it('has aggregates of the others alone', () => {
    const least = (points?: Uint8Array) => resultOf(analyze(outage, points).aggregates).bins[0]!.min;
    expect(least()).toBe(0);
    expect(least(leftOut)).toBeGreaterThan(3e9);
  });

  it('forecasts nearly as if the outage had never been, and far from what it makes of the outage', () => {
    const undisturbed = forecastOf(day);
    expect(distance(forecastOf(outage, leftOut), undisturbed)).toBeLessThan(0.1);
    expect(distance(forecastOf(outage), undisturbed)).toBeGreaterThan(10);
  });

  it('begins behind those that the window begins with, and ends with the window', () => {
    const { window } = analyze(outage, between(0, 100));
    expect(window).toMatchObject({ sampleCount: 1_340, missingCount: 0 });
    const ending = analyze(day, between(1_400, 1_440));
    expect(ending.window).toMatchObject({ endMs: analyze(day).window.endMs, missingCount: 40 });
    expect(resultOf(ending.forecast).points[0]!.timestampMs).toBe(ending.window.endMs + 60_000);
  });

  it('says why there is nothing where all is left out', () => {
    const analysis = analyze(day, between(0, 1_440));
    expect(analysis.window).toMatchObject({ sampleCount: 0, missingCount: 1_440 });
    expect(analysis.forecast).toMatchObject({ reason: 'gap' });
  });

  it('treats a gap beside them as any gap', () => {
    const late = outage.map((value, i) => (i >= to && i < to + 10 ? Number.NaN : value));
    expect(analyze(late, leftOut).decomposition).toMatchObject({ reason: 'gap' });
    const short = outage.map((value, i) => (i >= to && i < to + 5 ? Number.NaN : value));
    expect(isUnavailable(analyze(short, leftOut).decomposition)).toBe(false);
  });

  it.each([2, 15, 60])('has intervals that hold what comes, %i minutes behind two hours', (minutes) => {
    const horizon = 10;
    let held = 0;
    const series = 12;
    for (let seed = 1; seed <= series; seed += 1) {
      const whole = noise(1_440 + horizon, seed).map((drawn) => 100 + 20 * drawn);
      const end = 1_440 - minutes;
      const { points } = forecastOf(whole.slice(0, 1_440), between(end - 120, end));
      held += points.filter(({ lower, upper }, h) => {
        const value = whole[1_440 + h]!;
        return value >= lower && value <= upper;
      }).length;
    }
    expect(held / (series * horizon)).toBeGreaterThan(0.85);
  });
});

describe('the memory of a worker', () => {
  const length = 900;
  const whole = noise(length + 12, 5).map((drawn, i) => 1e9 + 1e6 * drawn + 1e5 * (i % 60));
  const windowAt = (round: number): AnalysisInput => {
    const { grid, ...input } = inputOf(whole.slice(round, round + length));
    return { ...input, grid: { ...grid, startMs: grid.startMs + round * 60_000 } };
  };
  /** In minutes from the first window's begin, as it is known in a round. */
  const rounds: readonly (readonly [what: string, begin: number, end: number])[] = [
    ['nothing is planned', 0, 0],
    ['nothing is planned', 0, 0],
    ['the past is planned', 300, 420],
    ['the past is planned', 300, 420],
    ['more of it is planned', 300, 480],
    ['it is called off', 0, 0],
    ['what goes on is planned', 890, 950],
    ['it goes on', 890, 950],
    ['it is over', 890, 904],
    ['it is over', 890, 904],
  ];

  it('changes nothing, whatever is planned between one round and the next', () => {
    const memory: ForecastMemory = {};
    for (const [round, [what, begin, end]] of rounds.entries()) {
      const input = { ...windowAt(round), leftOut: between(begin - round, end - round, length) };
      const { executionTimes: _, ...remembering } = analyzeSeries({ ...input, memory }, defaultProfile);
      const { executionTimes: __, ...fresh } = analyzeSeries(input, defaultProfile);
      expect(remembering, `round ${round}: ${what}`).toEqual(fresh);
    }
    expect(memory.remembered).toBeDefined();
  });
});
