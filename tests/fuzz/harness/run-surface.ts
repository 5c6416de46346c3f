import fc from 'fast-check';
import type { SurfacePlan } from './fuzz-plan.js';
import { type HangWatchdog, watchForHangs } from './hang-watchdog.js';
import { keptInputs, toKept } from './kept-inputs.js';
import { type MemoryFigures, type MemoryWatch, watchMemory } from './memory-watch.js';
import { runCase } from './run-case.js';
import { type StrayErrors, watchStrayErrors } from './stray-errors.js';
import type { OpenSurface, Surface } from './surface.js';

/** What a run over one surface came to. */
export interface RunFigures extends MemoryFigures {
  readonly surface: string;
  readonly cases: number;
  readonly seed: number;
  readonly tookMs: number;
  readonly slowestMs: number;
}

/** Cases until caches are full, connections are open and code is compiled. */
const settledAfter = 200;
const lookEvery = 100;

/** How long a smaller input is looked for that fails as well. */
const shrinkingMs = 60_000;

/** Longer inputs fill a screen; the seed repeats them. */
const longestShown = 20_000;

/**
 * Tries the inputs that once failed, then wild ones, then asks for something sound.
 *
 * @param kept  inputs by what they are. Default: those of kept/
 * @throws      {Error} the smallest input that breaks a promise, as it can be kept, and how to repeat it
 */
export async function runSurface<Input>(
  surface: Surface<Input>,
  plan: SurfacePlan,
  kept: Readonly<Record<string, unknown>> = keptInputs(surface.name),
): Promise<RunFigures> {
  const strays = watchStrayErrors();
  const watchdog = watchForHangs(surface.name, plan.seed);
  const open = await surface.open();
  try {
    if (plan.path === undefined) await runKept({ name: surface.name, kept, open, strays });
    const figures = await runWild(surface, open, plan, { strays, watchdog });
    await open.answersStill();
    return figures;
  } finally {
    await open.close();
    await watchdog.release();
    strays.release();
  }
}

async function runKept<Input>(options: {
  readonly name: string;
  readonly kept: Readonly<Record<string, unknown>>;
  readonly open: OpenSurface<Input>;
  readonly strays: StrayErrors;
}): Promise<void> {
  const { name, kept, open, strays } = options;
  for (const [sentence, input] of Object.entries(kept)) {
    try {
      await runCase(open, input as Input);
      strays.rethrow();
    } catch (cause) {
      throw told(`kept/${name}.json, "${sentence}": ${messageOf(cause)}`);
    }
  }
}

async function runWild<Input>(
  surface: Surface<Input>,
  open: OpenSurface<Input>,
  plan: SurfacePlan,
  { strays, watchdog }: { readonly strays: StrayErrors; readonly watchdog: HangWatchdog },
): Promise<RunFigures> {
  const startedMs = performance.now();
  const memory = watchMemory();
  const count = { cases: 0, slowestMs: 0 };
  let endMs = startedMs + plan.timeLimitMs;
  let hasFailed = false;
  const property = fc.asyncProperty(surface.inputs, async (input) => {
    if (performance.now() > endMs) throw new fc.PreconditionFailure(true);
    watchdog.beat();
    try {
      count.slowestMs = Math.max(count.slowestMs, await runCase(open, input));
      strays.rethrow();
      count.cases += 1;
      look(memory, count.cases);
    } catch (thrown) {
      // What follows are smaller inputs.
      if (!hasFailed) endMs = performance.now() + shrinkingMs;
      hasFailed = true;
      throw thrown;
    }
  });
  const again = plan.path === undefined ? {} : { path: plan.path };
  const details = await fc.check(property, { seed: plan.seed, numRuns: plan.cases, ...again });
  // A run that ends with its time has no counterexample.
  if (details.counterexample !== null) throw failure(surface.name, details);
  const tookMs = performance.now() - startedMs;
  return { surface: surface.name, seed: plan.seed, tookMs, ...count, ...memory.finish() };
}

function look(memory: MemoryWatch, cases: number): void {
  if (cases === settledAfter) memory.settle();
  if (cases % lookEvery === 0) memory.look();
}

function failure<Input>(name: string, details: fc.RunDetails<[Input]>): Error {
  const { seed, counterexample, counterexamplePath, numRuns, numShrinks, errorInstance } = details;
  const input = toKept(counterexample?.[0]);
  const shown = input.length > longestShown ? `${input.slice(0, longestShown)}… (${input.length})` : input;
  return told(
    [
      `${name}: case ${numRuns} of seed ${seed}, made smaller ${numShrinks} times: ${messageOf(errorInstance)}`,
      `the input, for tests/fuzz/kept/${name}.json: ${shown}`,
      `again: npm run fuzz -- --surface ${name} --seed ${seed} --path ${counterexamplePath}`,
    ].join('\n'),
  );
}

/** An error that is told without where it was put together: the stack of what failed is in its message. */
const told = (message: string): Error => Object.assign(new Error(message), { stack: message });

const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
