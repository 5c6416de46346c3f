import type { handleServerStreamingCall, handleUnaryCall } from '@grpc/grpc-js';
import type { GrpcHandler } from '../grpc-service.js';
import { followCall } from './call-signal.js';
import { type ResponseStream, responseStream } from './response-stream.js';

/** Answers a unary call. @param signal  aborted when the answer is no longer wanted */
export type Answering<Request, Response> = (request: Request, signal: AbortSignal) => Promise<Response>;

/** Writes the answer of a streaming call. */
export type StreamAnswering<Request, Response> = (
  request: Request,
  output: ResponseStream<Response>,
) => Promise<void>;

/** A handler of unary calls from a function that answers them; what it throws becomes the call's status. */
export const unaryHandler =
  <Request, Response>(
    answer: Answering<Request, Response>,
  ): GrpcHandler<handleUnaryCall<Request, Response>> =>
  ({ method, observer, admit }) =>
  (call, respond) => {
    const { signal, release } = followCall(call);
    admit(call.metadata)
      .then(() => answer(call.request, signal))
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
    answer: StreamAnswering<Request, Response>,
  ): GrpcHandler<handleServerStreamingCall<Request, Response>> =>
  ({ method, observer, admit, stopping }) =>
  (call) => {
    const startedMs = performance.now();
    const { signal, release } = followCall(call);
    const onFirst = () => observer.firstMessage(method, performance.now() - startedMs);
    const output = responseStream(call, { signal, stopping, onFirst });
    admit(call.metadata)
      .then(() => answer(call.request, output))
      .finally(release)
      .then(
        () => {
          observer.succeeded(method);
          call.end();
        },
        (thrown: unknown) => call.emit('error', observer.failed(method, thrown)),
      );
  };
