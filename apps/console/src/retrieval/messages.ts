import { RetrievalError } from '@forewarn/contracts';
import type { CallOptions } from '@forewarn/core';
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
  signal?.addEventListener('abort', cancel, { once: true });
  if (signal?.aborted) cancel();
  // A call that is cancelled after its reader left reports it when nobody listens.
  call.on('error', () => {});
  const iterator: AsyncIterator<T> = call[Symbol.asyncIterator]();
  try {
    while (true) {
      const next = await within(iterator.next(), timeoutMs, address);
      if (next.done) return;
      yield next.value;
    }
  } catch (thrown) {
    throw retrievalError(thrown, address);
  } finally {
    signal?.removeEventListener('abort', cancel);
    cancel();
  }
}

async function within<T>(promise: Promise<T>, timeoutMs: number, address: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new RetrievalError('retrieval-unavailable', silent(address), { details: { timeoutMs } })),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([promise, expiry]);
  } finally {
    clearTimeout(timer);
  }
}
