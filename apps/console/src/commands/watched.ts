import { ForewarnError, printable } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { type ConsoleIo, isRichTerminal } from '../io/console-io.js';
import type { Output } from '../io/output.js';

/** What is to be shown once. */
export interface Drawing {
  readonly text: string;
  readonly failures: readonly ForewarnError[];
}

/** Where it is shown, and how long each stands. */
export interface WatchOptions {
  readonly io: ConsoleIo;
  readonly output: Output;
  wait(signal: AbortSignal): Promise<void>;
}

const toTop = '\u001b[H\u001b[J';

/**
 * Shows something again and again until Ctrl-C or until the reader leaves: in place on a terminal, as far as it is high enough, else as one block behind the other,
 * each under the time. A failure is shown and the next attempt made.
 */
export async function watched(
  draw: (signal: AbortSignal) => Promise<Drawing>,
  { io, output, wait }: WatchOptions,
): Promise<void> {
  const leaving = new AbortController();
  const leave = () => leaving.abort();
  io.signals.on('SIGINT', leave);
  const signal = AbortSignal.any([leaving.signal, output.closed]);
  try {
    while (!signal.aborted) {
      const block = await blockOf(draw, signal);
      if (signal.aborted) break;
      if (isRichTerminal(io)) io.stdout.write(toTop);
      await output.write(isRichTerminal(io) ? cutToHeight(block, io.stdout.rows ?? 24) : `${block}\n`);
      await wait(signal);
    }
  } finally {
    io.signals.off('SIGINT', leave);
  }
}

async function blockOf(
  draw: (signal: AbortSignal) => Promise<Drawing>,
  signal: AbortSignal,
): Promise<string> {
  const time = `${formatInstant(Date.now())} UTC\n`;
  try {
    const { text, failures } = await draw(signal);
    return `${time}${text}${failures.map(failureLine).join('')}`;
  } catch (thrown) {
    return `${time}${failureLine(ForewarnError.from(thrown))}`;
  }
}

const failureLine = ({ message }: ForewarnError): string => `forewarn: ${printable(message)}\n`;

/** The first lines, where the worst stands; a terminal would scroll them away. */
function cutToHeight(block: string, rows: number): string {
  const lines = block.trimEnd().split('\n');
  if (lines.length < rows) return block;
  return `${lines.slice(0, rows - 2).join('\n')}\n… ${lines.length - rows + 2} more lines\n`;
}
