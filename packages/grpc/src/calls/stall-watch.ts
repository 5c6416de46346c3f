/** Watches whether a client takes what is written for it. */
export interface StallWatch {
  /** Something is to be sent. @returns to be called when it has left */
  sending(): () => void;
  /** Nothing will be taken any more: the call is over. */
  release(): void;
}

/**
 * Notices a client that takes nothing.
 *
 * @param timeoutMs  without anything having left, while something waits
 * @param onStalled  called once at most
 */
export function createStallWatch(timeoutMs: number, onStalled: () => void): StallWatch {
  let waiting = 0;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  let isOver = false;
  return {
    sending() {
      waiting += 1;
      if (!isOver) timer ??= setTimeout(onStalled, timeoutMs);
      return () => {
        waiting -= 1;
        if (waiting === 0) stop();
        else timer?.refresh();
      };
    },
    release() {
      isOver = true;
      stop();
    },
  };
}
