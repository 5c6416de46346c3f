import type { Writable } from 'node:stream';
import { ForewarnError, printableLines } from '@forewarn/core';

/** Standard output at its reader's pace. */
export interface Output {
  /**
   * Writes lines, without anything that a terminal would obey but colours. Resolves when the stream has taken the text, so that what is behind it waits for a slow reader.
   *
   * @throws {ForewarnError} `cancelled` when the reader has left (`| head`), `internal` for a full disk and the like
   */
  write(text: string): Promise<void>;
  /** Aborted when the reader has left: whatever still produces should stop, quietly. */
  readonly closed: AbortSignal;
}

const readerLeft = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ERR_STREAM_WRITE_AFTER_END']);

/** Wraps a stream. Its `error` events are heard for good: they arrive after the write that failed. */
export function createOutput(stream: Writable): Output {
  const controller = new AbortController();
  stream.on('error', () => controller.abort());
  return {
    closed: controller.signal,
    write: (text) =>
      new Promise((resolve, reject) => {
        stream.write(withoutControls(text), (error) => {
          if (!error) return resolve();
          controller.abort();
          reject(outputError(error));
        });
      }),
  };
}

/** Sequences that choose colours and weight: the only ones that texts hold on purpose. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
const styling = /(\u001b\[[\d;]*m)/;

/** Whoever composes a text makes what is from elsewhere printable; this holds where that was forgotten. */
const withoutControls = (text: string): string =>
  text
    .split(styling)
    .map((part, at) => (at % 2 === 1 ? part : printableLines(part)))
    .join('');

function outputError(error: NodeJS.ErrnoException): ForewarnError {
  if (readerLeft.has(error.code ?? ''))
    return new ForewarnError('cancelled', 'the reader of the output left');
  return new ForewarnError('internal', `the output cannot be written: ${error.message}`, { cause: error });
}
