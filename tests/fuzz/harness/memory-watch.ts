import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const mebibyte = 2 ** 20;

/** What a run may hold more at its end than behind its first cases, garbage aside. */
const mostHeapGrowthMiB = 48;
/** What the process may take at any time: sources, the servers that are tried and the fuzzing itself. */
const mostResidentMiB = 1_024;

/** Memory over a run. */
export interface MemoryFigures {
  readonly heapGrowthMiB: number;
  readonly mostResidentMiB: number;
}

/** Measures the memory of this process over a run. */
export interface MemoryWatch {
  /** What is held by now is held for good: modules, caches, connections. */
  settle(): void;
  /** @throws where the process takes more than it may */
  look(): void;
  /** @throws where the run left more behind than it may */
  finish(): MemoryFigures;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const heldMiB = (): number => {
  collectGarbage();
  return process.memoryUsage().heapUsed / mebibyte;
};

/** Begins to measure. */
export function watchMemory(): MemoryWatch {
  let settledMiB = heldMiB();
  let resident = 0;
  const look = () => {
    resident = Math.max(resident, process.memoryUsage.rss() / mebibyte);
    if (resident > mostResidentMiB) throw new Error(`the process takes ${Math.round(resident)} MiB`);
  };
  return {
    settle: () => {
      settledMiB = heldMiB();
    },
    look,
    finish() {
      look();
      const heapGrowthMiB = heldMiB() - settledMiB;
      if (heapGrowthMiB > mostHeapGrowthMiB)
        throw new Error(`the cases left ${Math.round(heapGrowthMiB)} MiB on the heap`);
      return { heapGrowthMiB, mostResidentMiB: resident };
    },
  };
}
