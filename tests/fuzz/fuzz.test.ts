import { describe, expect, it } from 'vitest';
import { readFuzzPlan } from './harness/fuzz-plan.js';
import { type RunFigures, runSurface } from './harness/run-surface.js';
import { surfaces } from './surfaces/surfaces.js';

const plan = readFuzzPlan(process.env, surfaces);

describe('inputs from elsewhere, whatever they hold, break no promise', () => {
  const wanted = surfaces.filter(plan.isWanted);
  it.each(wanted.map((surface) => [surface.name, surface] as const))(
    'of %s',
    async (_, surface) => {
      const figures = await runSurface(surface, plan.of(surface));
      expect(figures.cases).toBeGreaterThan(0);
      if (plan.isOwnRun) process.stderr.write(`${lineOf(figures)}\n`);
    },
    // The plan ends a run; this is for what holds it up.
    plan.isOwnRun ? 25 * 3_600_000 : 300_000,
  );
});

const lineOf = (figures: RunFigures): string =>
  [
    `fuzz: ${figures.surface}: ${figures.cases} cases of seed ${figures.seed} in ${Math.round(figures.tookMs / 1_000)} s`,
    `slowest ${Math.ceil(figures.slowestMs)} ms`,
    `heap +${figures.heapGrowthMiB.toFixed(1)} MiB`,
    `at most ${Math.ceil(figures.mostResidentMiB)} MiB`,
  ].join(', ');
