import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** Why the gRPC server itself cannot answer. */
export const grpcErrorCodes = {
  'grpc-unavailable': {
    kind: 'unavailable',
    meaning: 'The gRPC server of a process does not listen yet, or is stopping.',
  },
  'client-stalled': {
    kind: 'resource-exhausted',
    meaning: 'The client of a call has taken nothing of its answer for too long.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link grpcErrorCodes}. */
export class GrpcError extends errorClass(grpcErrorCodes) {}
