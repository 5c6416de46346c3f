import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OpenSurface } from './surface.js';

/** What one case may take of a processor: of what is tried, of its client and of what looks at the outcome. */
const longestWorkMs = 1_000;
/** What one case may take by the clock, also on a machine that has something else to do. */
const longestWaitMs = 5_000;
/** A machine that is busy takes its time, but not each time. */
const tries = 3;
/** What has not come to an end by then never does. */
const givenUpAfterMs = 15_000;

/**
 * Gives a surface one input within the time that a case may take.
 *
 * @returns  milliseconds by the clock; of a processor, where that was over a second and the machine was busy
 * @throws   what the surface throws, or that it took too long each time
 */
export async function runCase<Input>(
  surface: Pick<OpenSurface<Input>, 'attempt'>,
  input: Input,
): Promise<number> {
  const firstMs = await timed(surface, input);
  if (firstMs <= longestWorkMs) return firstMs;
  const took: string[] = [];
  while (took.length < tries) {
    // Not of every case: asking costs more than many a case does.
    const before = process.cpuUsage();
    const waitMs = await timed(surface, input);
    const { user, system } = process.cpuUsage(before);
    const workMs = (user + system) / 1_000;
    if (workMs <= longestWorkMs && waitMs <= longestWaitMs) return workMs;
    took.push(`${Math.round(workMs)} ms of a processor in ${Math.round(waitMs)} ms`);
  }
  throw new Error(`takes too long, each time: ${took.join(', ')}`);
}

async function timed<Input>(surface: Pick<OpenSurface<Input>, 'attempt'>, input: Input): Promise<number> {
  const startedMs = performance.now();
  await toAnEnd(surface.attempt(input));
  const tookMs = performance.now() - startedMs;
  // What nobody awaits shows by then.
  await nextTurn();
  return tookMs;
}

async function toAnEnd(attempt: void | Promise<void>): Promise<void> {
  if (attempt === undefined) return;
  let timer: NodeJS.Timeout | undefined;
  const givenUp = new Promise<never>((_, reject) => {
    const late = () => reject(new Error(`has not come to an end after ${givenUpAfterMs} ms`));
    timer = setTimeout(late, givenUpAfterMs);
  });
  try {
    await Promise.race([attempt, givenUp]);
  } finally {
    clearTimeout(timer);
  }
}
