/** Something that must not outlive this process: a child process, a temporary directory. */
export interface Perishable {
  /** Ends it without waiting: called while the process exits, when nothing asynchronous runs any more. */
  endNow(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const SIGNAL_NUMBERS = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

/** One per process, because a process exits once. In the order of registration. */
const perishables = new Set<Perishable>();

/**
 * Ends something when this process exits, be it by Ctrl-C, SIGTERM, an uncaught error or `process.exit`.
 * A SIGKILL cannot be noticed here; on Linux {@link OwnedProcess} has the kernel end the children then.
 *
 * @returns takes it off the list again; call it when the thing has ended in good order
 */
export function endWithThisProcess(perishable: Perishable): () => void {
  if (perishables.size === 0) watch();
  perishables.add(perishable);
  return () => {
    if (perishables.delete(perishable) && perishables.size === 0) unwatch();
  };
}

function watch(): void {
  process.on('exit', endAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
}

function unwatch(): void {
  process.off('exit', endAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
}

/** Latest first, so that the processes end before the directories they write to are removed. */
function endAll(): void {
  for (const perishable of [...perishables].reverse()) perishable.endNow();
  perishables.clear();
}

/** Listening to a signal stops Node from ending the process; so end it, unless somebody else takes care of the signal. */
function onSignal(signal: (typeof SIGNALS)[number]): void {
  process.off(signal, onSignal);
  if (process.listenerCount(signal) === 0) process.exit(128 + SIGNAL_NUMBERS[signal]);
}
