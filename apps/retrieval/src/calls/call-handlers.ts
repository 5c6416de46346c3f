import type { handleServerStreamingCall, handleUnaryCall } from '@grpc/grpc-js';
import type { CallObserver } from './call-observer.js';
import { followCall } from './call-signal.js';
import { type ResponseStream, responseStream } from './response-stream.js';

/** A handler of unary calls from a function that answers them; what it throws becomes the call's status. */
export const unaryHandler =
  <Request, Response>(
    method: string,
    observer: CallObserver,
    answer: (request: Request, signal: AbortSignal) => Promise<Response>,
  ): handleUnaryCall<Request, Response> =>
  (call, respond) => {
    const { signal, release } = followCall(call);
    answer(call.request, signal)
      .finally(release)
      .then(
        (response) => {
          observer.succeeded(method);
          respond(null, response);
        },
        (thrown: unknown) => respond(observer.failed(method, thrown)),
      );
  };

/** A handler of server-streaming calls from a function that writes the answer; what it throws becomes the call's status. */
export const streamHandler =
  <Request, Response>(
    method: string,
    observer: CallObserver,
    answer: (request: Request, output: ResponseStream<Response>) => Promise<void>,
  ): handleServerStreamingCall<Request, Response> =>
  (call) => {
    const startedMs = performance.now();
    const { signal, release } = followCall(call);
    const output = responseStream(call, signal, () =>
      observer.firstMessage(method, performance.now() - startedMs),
    );
    answer(call.request, output)
      .finally(release)
      .then(
        () => {
          observer.succeeded(method);
          call.end();
        },
        (thrown: unknown) => call.emit('error', observer.failed(method, thrown)),
      );
  };
