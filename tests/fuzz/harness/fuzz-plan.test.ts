import { describe, expect, it } from 'vitest';
import { readFuzzPlan } from './fuzz-plan.js';
import type { AnySurface } from './surface.js';

const surfaceOf = (name: string, shortRun: number, share: number) =>
  ({ name, shortRun, share }) as AnySurface;
const surfaces = [surfaceOf('rest', 30, 700), surfaceOf('grpc', 20, 299), surfaceOf('files', 10, 1)];

const [first] = surfaces;
const casesOf = (env: NodeJS.ProcessEnv): number[] => {
  const plan = readFuzzPlan(env, surfaces);
  return surfaces.filter(plan.isWanted).map((surface) => plan.of(surface).cases);
};

describe('the plan of a run', () => {
  it('is short and of one seed unless it is told otherwise', () => {
    const plan = readFuzzPlan({}, surfaces);
    expect(plan.isOwnRun).toBe(false);
    for (const surface of surfaces)
      expect(plan.of(surface)).toMatchObject({ seed: 1, cases: surface.shortRun, path: undefined });
  });

  it('divides a number of cases among the surfaces', () => {
    const total = casesOf({ FUZZ_CASES: '1000000' }).reduce((sum, cases) => sum + cases, 0);
    expect(total).toBeGreaterThanOrEqual(1_000_000);
    expect(total).toBeLessThan(1_000_000 + surfaces.length);
    expect(casesOf({ FUZZ_CASES: '500', FUZZ_SURFACES: first!.name })).toEqual([500]);
  });

  it('divides a time among the surfaces', () => {
    const plan = readFuzzPlan({ FUZZ_MINUTES: '60', FUZZ_SEED: '5' }, surfaces);
    const total = surfaces.reduce((sum, surface) => sum + plan.of(surface).timeLimitMs, 0);
    expect(total).toBeCloseTo(3_600_000, 3);
    expect(plan.of(first!).seed).toBe(5);
    expect(plan.isOwnRun).toBe(true);
  });

  it('repeats one case where it is told which', () => {
    const plan = readFuzzPlan({ FUZZ_PATH: '3:1', FUZZ_SEED: '9', FUZZ_SURFACES: first!.name }, surfaces);
    expect(plan.of(first!)).toMatchObject({ seed: 9, path: '3:1', cases: 1 });
  });

  it.each([
    [{ FUZZ_CASES: '0' }, 'FUZZ_CASES: 0 is not a number above 0'],
    [{ FUZZ_MINUTES: 'long' }, 'FUZZ_MINUTES: long is not a number above 0'],
    [{ FUZZ_SEED: '1.5' }, 'FUZZ_SEED: 1.5 is not a whole number'],
    [{ FUZZ_SURFACES: 'rest,soap' }, 'there is no surface soap; there are rest, grpc, files'],
  ])('says what is wrong in %j', (env, message) => {
    expect(() => readFuzzPlan(env, surfaces)).toThrow(message);
  });
});
