import { ForewarnError, printable, printableLines } from '@forewarn/core';

/** How long a process may take to end. */
export interface ExitDeadlines {
  /** Behind the first signal. Default 20 s: above what services and connections take to close in good order. */
  readonly signalMs?: number;
  /** Behind the end of a main function that was stopped or has failed, when something is still open. Default 2 s. */
  readonly lingerMs?: number;
}

/**
 * Runs a process' main function: hands it a signal that SIGINT and SIGTERM abort, prints a failure as one clear message on
 * standard error, and sets the exit code (0, or 1 on failure). A second signal ends the process at once, and so does a main
 * function that takes too long to end.
 *
 * @param main       the whole work of the process; its end, by the signal or by itself, is the end of the process
 * @param deadlines  for tests; the defaults suit services
 */
export async function runMain(
  main: (signal: AbortSignal) => Promise<void>,
  { signalMs = 20_000, lingerMs = 2_000 }: ExitDeadlines = {},
): Promise<void> {
  const controller = new AbortController();
  const onSignal = () => {
    if (controller.signal.aborted) process.exit(1);
    controller.abort();
    exitWithin(signalMs, 1);
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    await main(controller.signal);
    process.exitCode ??= 0;
    // Not otherwise: what a command has written may still be on its way to a slow reader.
    if (controller.signal.aborted) exitWithin(lingerMs);
  } catch (thrown) {
    report(ForewarnError.from(thrown), controller.signal);
    exitWithin(lingerMs);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
}

function report(error: ForewarnError, signal: AbortSignal): void {
  if (error.kind === 'cancelled' && signal.aborted) return;
  if (isOutOfFiles(error)) {
    process.stderr.write(outOfFiles);
    process.exitCode = 1;
    return;
  }
  const said = error.kind === 'internal' ? printableLines(stackOf(error)) : messageOf(error);
  process.stderr.write(`forewarn: ${said}\n`);
  process.exitCode = 1;
}

/** On one line, but for mistakes in settings, which stand on a line each and quote what they are about. */
const messageOf = ({ code, message }: ForewarnError): string =>
  code === 'config-invalid' ? printableLines(message) : printable(message);

const outOfFiles =
  'forewarn: this process may not open as many files as it needs: raise the limit, as `ulimit -n 1024` does for a shell\n';

/** A process that has no file left to open fails wherever it is, and not for what it does there. */
const isOutOfFiles = ({ cause }: ForewarnError): boolean =>
  cause instanceof Error && 'code' in cause && (cause.code === 'EMFILE' || cause.code === 'ENFILE');

const stackOf = (error: ForewarnError): string =>
  (error.cause instanceof Error ? error.cause.stack : error.stack) ?? error.message;

/** Does not keep the process, but ends what something else keeps. @param code  default: `process.exitCode` */
function exitWithin(ms: number, code?: number): void {
  // Spelt out, because an `undefined` would make Node 20 forget the exit code.
  setTimeout(() => process.exit(code ?? process.exitCode ?? 0), ms).unref();
}
