/** What nobody caught: a promise that was rejected, an error in a callback. */
export interface StrayErrors {
  /** @throws the first one since it was last asked */
  rethrow(): void;
  release(): void;
}

/** Collects what nobody catches, so that it is put to the case in which it came up. */
export function watchStrayErrors(): StrayErrors {
  const strays: unknown[] = [];
  const collect = (thrown: unknown) => void strays.push(thrown);
  process.on('unhandledRejection', collect).on('uncaughtException', collect);
  return {
    rethrow() {
      if (strays.length === 0) return;
      const [first] = strays.splice(0);
      throw new Error(`nobody caught: ${first instanceof Error ? first.stack : String(first)}`, {
        cause: first,
      });
    },
    release: () => void process.off('unhandledRejection', collect).off('uncaughtException', collect),
  };
}
