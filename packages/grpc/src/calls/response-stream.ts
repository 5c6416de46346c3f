import { once } from 'node:events';
import { Metadata, type ServerWritableStream } from '@grpc/grpc-js';
import type { StallWatch } from './stall-watch.js';

/** The answer of a server-streaming call, written at the pace at which the client takes it. */
export interface ResponseStream<Response> {
  /** Aborted when the answer is no longer wanted. */
  readonly signal: AbortSignal;
  /** Aborted when the server begins to stop: what would stay open for ever ends itself, what is finite may go on. */
  readonly stopping: AbortSignal;
  /** Tells the client that the answer has begun, before there is a message. */
  open(): void;
  /**
   * Writes a message; resolves when there is room for another.
   *
   * @param signal  ends the waiting; default: that of the stream
   * @throws        the reason of the signal
   */
  write(message: Response, signal?: AbortSignal): Promise<void>;
}

/** What ends a stream, and who is told of its beginning. */
export interface StreamContext {
  readonly signal: AbortSignal;
  readonly stopping: AbortSignal;
  readonly stalls: StallWatch;
  /** Called when the first message is written. */
  readonly onFirst: () => void;
}

/** The {@link ResponseStream} of a call. */
export function responseStream<Request, Response>(
  call: ServerWritableStream<Request, Response>,
  { signal, stopping, stalls, onFirst }: StreamContext,
): ResponseStream<Response> {
  let written = 0;
  return {
    signal,
    stopping,
    open: () => call.sendMetadata(new Metadata()),
    async write(message, ending = signal) {
      ending.throwIfAborted();
      if (written === 0) onFirst();
      written += 1;
      if (!call.write(message, stalls.sending())) await drained(call, ending);
    },
  };
}

async function drained(call: ServerWritableStream<unknown, unknown>, signal: AbortSignal): Promise<void> {
  try {
    await once(call, 'drain', { signal });
  } catch (thrown) {
    signal.throwIfAborted();
    throw thrown;
  }
}
