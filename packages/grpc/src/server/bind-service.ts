import type { Logger } from '@forewarn/core';
import type { Registry } from '@forewarn/telemetry';
import type { ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { createCallMetrics } from '../calls/call-metrics.js';
import { createCallObserver } from '../calls/call-observer.js';
import { readingAnyBytes } from '../calls/readable-request.js';
import type { Authorize, GrpcService } from '../grpc-service.js';

/** What a listener has for all of its services. */
export interface ListenerContext {
  readonly authorize: Authorize;
  readonly registry: Registry;
  readonly logger: Logger;
  readonly stallTimeoutMs: number;
  readonly stopping: AbortSignal;
}

/** A service as grpc-js takes it. */
export interface BoundService {
  readonly definition: ServiceDefinition;
  readonly handlers: UntypedServiceImplementation;
}

/** Gives a service's handlers what they wait for, and registers the metrics of its calls. */
export function bindService(service: GrpcService, context: ListenerContext): BoundService {
  const { authorize, registry, logger, stallTimeoutMs, stopping } = context;
  const observer = createCallObserver(createCallMetrics(registry, service.metricsPrefix), logger);
  const bound = Object.entries(service.access).map(([method, access]) => {
    const admit = async (metadata: Parameters<Authorize>[1]) => authorize(access, metadata);
    return [
      method,
      service.handlers[method]!({ method, observer, admit, stallTimeoutMs, stopping }),
    ] as const;
  });
  return { definition: readingAnyBytes(service.definition), handlers: Object.fromEntries(bound) };
}
