import { ForewarnError } from '@forewarn/core';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { asHeaderText, toErrorResponse } from './grpc-status.js';

/** Stands in place of a request whose bytes are no message of its type. */
class UnreadableRequest {
  readonly cause: unknown;

  constructor(cause: unknown) {
    this.cause = cause;
  }
}

/**
 * The methods of a service, reading whatever bytes they are sent. grpc-js says INTERNAL of bytes that are no message, as if the server were
 * at fault; what they read here in their place is refused by {@link readableRequest}. In a stream of requests an empty one stands for it.
 */
export const readingAnyBytes = (definition: ServiceDefinition): ServiceDefinition =>
  Object.fromEntries(
    Object.entries(definition).map(([name, method]) => {
      const { requestDeserialize: deserialize, requestStream } = method;
      const instead = (cause: unknown): unknown =>
        requestStream ? deserialize(Buffer.alloc(0)) : new UnreadableRequest(cause);
      const requestDeserialize = (bytes: Buffer): unknown => {
        try {
          return deserialize(bytes);
        } catch (cause) {
          return instead(cause);
        }
      };
      return [name, { ...method, requestDeserialize }];
    }),
  );

/** A request that could be read. @throws {ForewarnError} `invalid-request` in place of one whose bytes are no message */
export function readableRequest<Request>(request: Request): Request {
  if (!(request instanceof UnreadableRequest)) return request;
  const message =
    'the bytes of the request are no message of its type: encode it by the .proto file of the service';
  throw new ForewarnError('invalid-request', message, { cause: request.cause });
}

/** Something of grpc-js' that answers a call: by a function that takes the answer, or by the call itself. */
type Handler = (call: Call, respond?: Respond) => void;
type Respond = (error: { readonly details?: string } | null, ...answer: unknown[]) => void;
interface Call {
  readonly request?: unknown;
  emit(event: 'error', error: unknown): boolean;
}

/** Handlers of another's making: they do not get what cannot be read, and what they say of a mistake is cut to what a header can hold. */
export const guardedHandlers = (handlers: UntypedServiceImplementation): UntypedServiceImplementation =>
  Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => [name, guarded(handler as unknown as Handler)]),
  ) as unknown as UntypedServiceImplementation;

const guarded =
  (handler: Handler): Handler =>
  (call, respond) => {
    try {
      readableRequest(call.request);
    } catch (thrown) {
      const error = toErrorResponse(ForewarnError.from(thrown));
      if (respond) respond(error);
      else call.emit('error', error);
      return;
    }
    handler(call, respond && withShortDetails(respond));
  };

const withShortDetails =
  (respond: Respond): Respond =>
  (error, ...answer) =>
    respond(error && { ...error, details: asHeaderText(error.details ?? '') }, ...answer);
