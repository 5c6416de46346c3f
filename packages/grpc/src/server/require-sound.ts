import { ForewarnError } from '@forewarn/core';
import type { GrpcService } from '../grpc-service.js';

/**
 * Refuses services that cannot be served together, or not in full.
 *
 * @throws {ForewarnError} `internal` when two have one name, or a method has no handler or no declared access
 */
export function requireSound(services: readonly GrpcService[]): void {
  const names = services.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw defect(`two gRPC services have the name ${twice}: give one of them another`);
  for (const service of services) requireComplete(service);
}

function requireComplete({ name, definition, handlers, access }: GrpcService): void {
  const methods = Object.keys(definition);
  for (const [what, given] of [
    ['handler', handlers],
    ['access', access],
  ] as const) {
    const missing = methods.find((method) => !Object.hasOwn(given, method));
    if (missing !== undefined) throw defect(`${name}/${missing} has no ${what}: add it to the service`);
    const unknown = Object.keys(given).find((method) => !methods.includes(method));
    if (unknown !== undefined) throw defect(`${name} has no method ${unknown}, but an entry of it: ${what}`);
  }
}

const defect = (message: string): ForewarnError => new ForewarnError('internal', message);
