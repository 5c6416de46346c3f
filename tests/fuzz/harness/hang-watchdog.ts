import { Worker } from 'node:worker_threads';

/** Far above the second that a case may take: this is for what never comes back, and machines are busy. */
const longestSilenceMs = 60_000;

/** Runs beside a run: a loop that never ends lets no timer of its own thread run. */
const program = `
const { workerData: { beats, longestSilenceMs, what, seed }, parentPort } = require('node:worker_threads');
const { writeSync } = require('node:fs');
let seen = -1;
let since = Date.now();
setInterval(() => {
  const now = Atomics.load(beats, 0);
  if (now !== seen) { seen = now; since = Date.now(); return; }
  if (Date.now() - since < longestSilenceMs) return;
  writeSync(2, '\\nfuzz: ' + what + ' hangs in case ' + (now - 1) + ' of seed ' + seed
    + ': npm run fuzz -- --surface ' + what + ' --seed ' + seed + ' --path ' + (now - 1) + '\\n');
  process.kill(process.pid, 'SIGKILL');
}, 1_000);
`;

/** Watches that cases come to an end. */
export interface HangWatchdog {
  /** Another case begins. */
  beat(): void;
  release(): Promise<void>;
}

/** Ends the process, and says in which case, when one of them does not come to an end. */
export function watchForHangs(what: string, seed: number): HangWatchdog {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(program, { eval: true, workerData: { beats, longestSilenceMs, what, seed } });
  worker.unref();
  return {
    beat: () => void Atomics.add(beats, 0, 1),
    release: async () => void (await worker.terminate()),
  };
}
