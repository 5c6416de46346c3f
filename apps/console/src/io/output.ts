import type { Writable } from 'node:stream';
import { ForewarnError } from '@forewarn/core';

/** Standard output at its reader's pace. */
export interface Output {
  /**
   * Resolves when the stream has taken the text, so that what is behind it waits for a slow reader.
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
        stream.write(text, (error) => {
          if (!error) return resolve();
          controller.abort();
          reject(outputError(error));
        });
      }),
  };
}

function outputError(error: NodeJS.ErrnoException): ForewarnError {
  if (readerLeft.has(error.code ?? ''))
    return new ForewarnError('cancelled', 'the reader of the output left');
  return new ForewarnError('internal', `the output cannot be written: ${error.message}`, { cause: error });
}
