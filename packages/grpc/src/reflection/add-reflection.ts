import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { ReflectionService } from '@grpc/reflection';
import { service as healthService } from 'grpc-health-check';
import { reflectionDefinition } from './reflection-definition.js';

/**
 * Adds server reflection, which tells of what the server serves, and of the types of all descriptors.
 *
 * @param descriptors  as proto-loader reads them with `keepCase`
 * @param services     those that are listed, beside health
 */
export function addReflection(
  server: Server,
  descriptors: PackageDefinition,
  services: readonly { readonly name: string }[],
): void {
  const definition = reflectionDefinition(descriptors, [healthService.Check!.requestType]);
  const listed = [...services.map(({ name }) => name), 'grpc.health.v1.Health'];
  new ReflectionService(definition, { services: listed }).addToServer(server);
}
