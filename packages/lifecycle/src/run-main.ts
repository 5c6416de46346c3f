import { ForewarnError } from '@forewarn/core';

/**
 * Runs a process' main function: hands it a signal that SIGINT and SIGTERM abort, prints a failure as one clear message on
 * standard error, and sets the exit code (0, or 1 on failure). A second signal ends the process at once.
 */
export async function runMain(main: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    await main(controller.signal);
    process.exitCode ??= 0;
  } catch (thrown) {
    const error = ForewarnError.from(thrown);
    if (error.kind !== 'cancelled') {
      process.stderr.write(
        `forewarn: ${error.kind === 'internal' ? ((error.cause as Error)?.stack ?? error.stack) : error.message}\n`,
      );
      process.exitCode = 1;
    }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}
