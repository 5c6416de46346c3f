import type { Access, Caller } from '@forewarn/core';
import type { Metadata, ServiceDefinition, UntypedHandleCall } from '@grpc/grpc-js';
import type { CallObserver } from './calls/call-observer.js';

/** What a listener gives to the handler of a method. */
export interface CallBinding {
  readonly method: string;
  readonly observer: CallObserver;
  /** Resolves to who calls, where they may call the method. @throws {ForewarnError} what to answer otherwise */
  readonly admit: (metadata: Metadata) => Promise<Caller>;
  /** A client that takes nothing of what is written for as long is given up. */
  readonly stallTimeoutMs: number;
  /** Aborted when the server begins to stop. */
  readonly stopping: AbortSignal;
}

/** A handler that waits for what the listener gives: see `unaryHandler`, `streamHandler` and `listHandler`. */
export type GrpcHandler<Handler = UntypedHandleCall> = (binding: CallBinding) => Handler;

/** The names of a service's methods, of the type of its handlers that proto-loader generates. */
type MethodOf<Handlers> = keyof { [M in keyof Handlers as string extends M ? never : M]: true };

/** A handler for each method of a generated `…Handlers` type: a missing one is a mistake of types. */
export type GrpcHandlers<Handlers> = { readonly [M in MethodOf<Handlers>]: GrpcHandler<Handlers[M]> };

/** What each method of a generated `…Handlers` type demands of its caller: a missing one is a mistake of types. */
export type GrpcAccess<Handlers> = { readonly [M in MethodOf<Handlers>]: Access };

/** Whether a service can do its work; rejects with the reason when not. */
export type Check = (signal: AbortSignal) => Promise<void>;

/** A service that an app offers, for any listener to serve. */
export interface GrpcService {
  /** Its full name, as in health checks: `dataretrieval.v1.RetrievalService`. */
  readonly name: string;
  readonly definition: ServiceDefinition;
  /** By method, as are their demands; see {@link GrpcHandlers}. */
  readonly handlers: Readonly<Record<string, GrpcHandler>>;
  readonly access: Readonly<Record<string, Access>>;
  /** Begins the names of the metrics of its calls, of this service alone: `forewarn_retrieval`. */
  readonly metricsPrefix: string;
  /** Whether it can answer: what health says of its name. Default: always. */
  readonly check?: Check;
}

/**
 * Tells who calls, where the call may be made.
 *
 * @param access    what the method demands
 * @param metadata  what came with the call
 * @throws          {ForewarnError} of kind `unauthenticated` or `permission-denied`, when it may not
 */
export type Authorize = (access: Access, metadata: Metadata) => Promise<Caller> | Caller;
