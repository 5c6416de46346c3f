/** Work that goes on beside the answers, from the start of the service to its end. */
export interface BackgroundTask {
  begin(): void;
  /** Tells it to end. @returns when it has; never rejects */
  end(): Promise<void>;
}

/**
 * Makes a task of what runs until its signal.
 *
 * @param run  never rejects
 */
export function createBackgroundTask(run: (signal: AbortSignal) => Promise<unknown>): BackgroundTask {
  const stopping = new AbortController();
  let ended: Promise<unknown> = Promise.resolve();
  return {
    begin() {
      ended = run(stopping.signal);
    },
    async end() {
      stopping.abort('stopping');
      await ended;
    },
  };
}
