import { createConcurrencyLimit } from '@forewarn/core';

/**
 * Tasks that took longer than this the last time wait among themselves. Most have their minutes in memory and ask for the last two: that
 * takes milliseconds.
 */
const slowFromMs = 1_000;

/** Half of what a source asks of Prometheus at once by default: were it all, what never answers would leave nothing to the others. */
const slowAtOnce = 2;

/** Six times as many, since what is quick waits for little. */
const quickAtOnce = 12;

/** Runs tasks by their name, a limited number at a time. */
export interface Lanes {
  /** @throws {ForewarnError} `cancelled` when the signal aborts before the task's turn, and what the task throws */
  run<T>(name: string, task: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Whether the task took long the last time. */
  isSlow(name: string): boolean;
  /** Forgets how long the tasks took that are not named. */
  keepOnly(names: ReadonlySet<string>): void;
}

/**
 * Two lanes, so that tasks that are slow, or never end, take no place from those that were quick the last time. A task that is not known
 * yet counts as quick.
 *
 * @param clock  milliseconds, monotonic
 */
export function createLanes(clock: () => number): Lanes {
  const what = 'the evaluation';
  const quick = createConcurrencyLimit({ concurrent: quickAtOnce, what });
  const slow = createConcurrencyLimit({ concurrent: slowAtOnce, what });
  const slowNames = new Set<string>();
  return {
    run(name, task, signal) {
      const timed = async () => {
        const startMs = clock();
        try {
          return await task();
        } finally {
          if (clock() - startMs > slowFromMs) slowNames.add(name);
          else slowNames.delete(name);
        }
      };
      return (slowNames.has(name) ? slow : quick).run(timed, signal);
    },
    isSlow: (name) => slowNames.has(name),
    keepOnly(names) {
      for (const name of slowNames) if (!names.has(name)) slowNames.delete(name);
    },
  };
}
