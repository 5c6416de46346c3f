import path from 'node:path';
import { parseArgs } from 'node:util';
import { root, run } from './install-and-build.mjs';

/**
 * Inputs from elsewhere, wild and many, against the sources: a run of its own, as docs/reliability.md says.
 *
 *   npm run fuzz                                   the short run that is among the tests
 *   npm run fuzz -- --minutes 60                   an hour over all surfaces, of a new seed
 *   npm run fuzz -- --cases 1000000 --seed 7       so many cases of all surfaces together
 *   npm run fuzz -- --surface rest,grpc --minutes 5
 *   npm run fuzz -- --surface rest --seed 7 --path 123:4   one case again
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    cases: { type: 'string' },
    minutes: { type: 'string' },
    surface: { type: 'string' },
    path: { type: 'string' },
  },
});

/** Of a run that says how much but not which: others than last time. */
const newSeed = () => String(Math.floor(Math.random() * 2 ** 31));

const isLong = values.cases !== undefined || values.minutes !== undefined;
const asked = {
  FUZZ_SEED: values.seed ?? (isLong ? newSeed() : '1'),
  FUZZ_CASES: values.cases,
  FUZZ_MINUTES: values.minutes,
  FUZZ_SURFACES: values.surface,
  FUZZ_PATH: values.path,
};
const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
process.exitCode = await run(
  process.execPath,
  [vitest, 'run', '--project', 'fuzz', 'tests/fuzz/fuzz.test.ts'],
  {
    env: { ...process.env, ...Object.fromEntries(Object.entries(asked).filter(([, value]) => value)) },
  },
);
