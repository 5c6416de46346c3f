import type { AnySurface } from './surface.js';

/** How much is tried of one surface. */
export interface SurfacePlan {
  readonly seed: number;
  readonly cases: number;
  /** No case begins later than this. */
  readonly timeLimitMs: number;
  /** Where a failure is repeated: the place of its case, as it was printed. */
  readonly path: string | undefined;
}

/** What a run was asked to do. */
export interface FuzzPlan {
  /** By `npm run fuzz`, which tells its figures; not the short one among the tests. */
  readonly isOwnRun: boolean;
  isWanted(surface: AnySurface): boolean;
  of(surface: AnySurface): SurfacePlan;
}

/** Of the short run: the same cases each time. */
const shortSeed = 1;
const shortLimitMs = 60_000;
const minuteMs = 60_000;
/** Of a run that ends with its time. */
const endless = 1e12;
/** A number of cases is not to end early on a slow machine. */
const longestMinutes = 24 * 60;

/**
 * Reads what a run is to do: the only place that knows seeds, numbers of cases and limits of time. `scripts/fuzz.mjs` sets these variables from its flags.
 *
 * @param env  `FUZZ_CASES` of all surfaces together, `FUZZ_MINUTES` likewise, `FUZZ_SEED`, `FUZZ_SURFACES` by commas, `FUZZ_PATH`; none: the short run
 * @param all  every surface
 * @throws     {Error} for what is no number, and for a surface that there is not
 */
export function readFuzzPlan(env: NodeJS.ProcessEnv, all: readonly AnySurface[]): FuzzPlan {
  const cases = positive('FUZZ_CASES', env.FUZZ_CASES);
  const minutes = positive('FUZZ_MINUTES', env.FUZZ_MINUTES);
  const seed = whole('FUZZ_SEED', env.FUZZ_SEED) ?? shortSeed;
  const wanted = chosen(env.FUZZ_SURFACES, all);
  const parts = wanted.reduce((sum, { share }) => sum + share, 0);
  return {
    isOwnRun: Boolean(env.FUZZ_SEED),
    isWanted: (surface) => wanted.includes(surface),
    of: (surface) => {
      const part = surface.share / parts;
      const short = { cases: surface.shortRun, timeLimitMs: shortLimitMs };
      const long = {
        cases: cases === undefined ? endless : Math.ceil(cases * part),
        // Each surface has as much time as any other, and tries in it what it can.
        timeLimitMs: (minutes === undefined ? longestMinutes : minutes / wanted.length) * minuteMs,
      };
      const amount = cases === undefined && minutes === undefined ? short : long;
      if (env.FUZZ_PATH) return { seed, path: env.FUZZ_PATH, ...long, cases: 1 };
      return { seed, path: undefined, ...amount };
    },
  };
}

function chosen(names: string | undefined, all: readonly AnySurface[]): readonly AnySurface[] {
  if (!names) return all;
  return names.split(',').map((name) => {
    const found = all.find((surface) => surface.name === name);
    if (found) return found;
    throw new Error(`there is no surface ${name}; there are ${all.map((each) => each.name).join(', ')}`);
  });
}

function whole(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  if (/^-?\d{1,10}$/.test(text)) return Number(text);
  throw new Error(`${name}: ${text} is not a whole number`);
}

function positive(name: string, text: string | undefined): number | undefined {
  if (!text) return undefined;
  const number = Number(text);
  if (number > 0 && number <= 1e9) return number;
  throw new Error(`${name}: ${text} is not a number above 0`);
}
