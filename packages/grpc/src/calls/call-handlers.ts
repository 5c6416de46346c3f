import { type Caller, formatDuration } from '@forewarn/core';
import type { handleServerStreamingCall, handleUnaryCall } from '@grpc/grpc-js';
import { GrpcError } from '../grpc-error.js';
import type { GrpcHandler } from '../grpc-service.js';
import { followCall } from './call-signal.js';
import { readableRequest } from './readable-request.js';
import { type ResponseStream, responseStream } from './response-stream.js';
import { createStallWatch, type StallWatch } from './stall-watch.js';
import { breakOff, transportOf } from './transport-of.js';

/** Answers a unary call. @param signal  aborted when the answer is no longer wanted */
export type Answering<Request, Response> = (
  request: Request,
  signal: AbortSignal,
  caller: Caller,
) => Promise<Response>;

/** Writes the answer of a streaming call. */
export type StreamAnswering<Request, Response> = (
  request: Request,
  output: ResponseStream<Response>,
  caller: Caller,
) => Promise<void>;

/** A handler of unary calls from a function that answers them; what it throws becomes the call's status. */
export const unaryHandler =
  <Request, Response>(
    answer: Answering<Request, Response>,
  ): GrpcHandler<handleUnaryCall<Request, Response>> =>
  ({ method, observer, admit, stallTimeoutMs }) =>
  (call, respond) => {
    const { signal, abort, release } = followCall(call);
    const stalls = watchStalls(call, stallTimeoutMs, abort);
    admit(call.metadata)
      .then((caller) => answer(readableRequest(call.request), signal, caller))
      .finally(release)
      .then(
        (response) => {
          observer.succeeded(method);
          // The answer has left when the call is over.
          stalls.sending();
          respond(null, response);
        },
        (thrown: unknown) => respond(observer.failed(method, thrown)),
      );
  };

/** A handler of server-streaming calls from a function that writes the answer; what it throws becomes the call's status. */
export const streamHandler =
  <Request, Response>(
    answer: StreamAnswering<Request, Response>,
  ): GrpcHandler<handleServerStreamingCall<Request, Response>> =>
  ({ method, observer, admit, stallTimeoutMs, stopping }) =>
  (call) => {
    const startedMs = performance.now();
    const { signal, abort, release } = followCall(call);
    const stalls = watchStalls(call, stallTimeoutMs, abort);
    const onFirst = () => observer.firstMessage(method, performance.now() - startedMs);
    const output = responseStream(call, { signal, stopping, stalls, onFirst });
    admit(call.metadata)
      .then((caller) => answer(readableRequest(call.request), output, caller))
      .finally(release)
      .then(
        () => {
          observer.succeeded(method);
          call.end();
        },
        (thrown: unknown) => call.emit('error', observer.failed(method, thrown)),
      );
  };

/** Gives a call up whose client takes nothing: what works for it ends, and what waits is dropped, also when all is written. */
function watchStalls(call: object, timeoutMs: number, abort: (reason: GrpcError) => void): StallWatch {
  const transport = transportOf(call);
  const stalls = createStallWatch(timeoutMs, () => {
    const message = `the client has taken nothing for ${formatDuration(timeoutMs)}: call again, and read on`;
    abort(new GrpcError('client-stalled', message));
    breakOff(transport);
  });
  transport?.once('close', () => stalls.release());
  return stalls;
}
