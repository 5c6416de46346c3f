import { RetrievalError } from '@forewarn/contracts';
import { type CallOptions, onAbort, within } from '@forewarn/core';
import type { ClientReadableStream } from '@grpc/grpc-js';
import { retrievalError, silent } from './retrieval-error.js';

/** How long to wait, and for whom. */
export interface MessageOptions extends CallOptions {
  /** `host:port` of the service, for messages. */
  readonly address: string;
  /** Longest wait for the next message, milliseconds. The time that the reader takes does not count. */
  readonly timeoutMs: number;
}

/**
 * The messages of a server stream, pulled one by one: the server pauses while the reader does.
 * Leaving the loop, the abort of `signal` and the time-out cancel the call.
 *
 * @throws {ForewarnError} `retrieval-unavailable`, `invalid-request`, `cancelled`, `internal`
 */
export async function* messages<T>(
  call: ClientReadableStream<T>,
  { address, timeoutMs, signal }: MessageOptions,
): AsyncGenerator<T> {
  const cancel = () => call.cancel();
  const release = onAbort(signal, cancel);
  // A call that is cancelled after its reader left reports it when nobody listens.
  call.on('error', () => {});
  const silence = {
    what: `the call of ${address}`,
    timeoutMs,
    timedOut: () => new RetrievalError('retrieval-unavailable', silent(address), { details: { timeoutMs } }),
  };
  const iterator: AsyncIterator<T> = call[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await within(iterator.next(), silence);
      if (next.done) return;
      yield next.value;
    }
  } catch (thrown) {
    throw retrievalError(thrown, address);
  } finally {
    release();
    cancel();
  }
}
