import { type ErrorCode, ForewarnError } from '@forewarn/core';
import { type ServiceError, status } from '@grpc/grpc-js';

const isServiceError = (thrown: unknown): thrown is ServiceError =>
  thrown instanceof Error && 'code' in thrown && 'details' in thrown;

/**
 * The one place where errors of gRPC become Forewarn's.
 *
 * @param address  of the service, for the message
 */
export function retrievalError(thrown: unknown, address: string): ForewarnError {
  if (thrown instanceof ForewarnError || !isServiceError(thrown)) return ForewarnError.from(thrown);
  const [code, message] = translate(thrown, address);
  return new ForewarnError(code, message, { details: { address }, cause: thrown });
}

function translate({ code, details }: ServiceError, address: string): [ErrorCode, string] {
  switch (code) {
    case status.UNAVAILABLE:
      return ['retrieval-unavailable', unreachable(address, details)];
    case status.DEADLINE_EXCEEDED:
      return ['retrieval-unavailable', silent(address)];
    case status.UNIMPLEMENTED:
      return [
        'retrieval-unavailable',
        `what listens at ${address} is no retrieval service of this version: ${details}`,
      ];
    case status.CANCELLED:
      return ['cancelled', 'the call was cancelled'];
    case status.INVALID_ARGUMENT:
    case status.NOT_FOUND:
    case status.FAILED_PRECONDITION:
    case status.RESOURCE_EXHAUSTED:
      return ['invalid-request', details];
    default:
      return ['internal', `the retrieval service at ${address} failed (${status[code]}): ${details}`];
  }
}

const unreachable = (address: string, details: string): string =>
  `the retrieval service at ${address} cannot be reached (${shortCause(details)}): ` +
  'start it (`npm start`, or `docker compose up`), or give its address with --address or RETRIEVAL_ADDRESS';

/** The message of a call that the service did not answer in time. */
export const silent = (address: string): string =>
  `the retrieval service at ${address} did not answer in time: try again, narrow the selection, or wait longer with --timeout`;

/** grpc-js tells the whole story of name resolution and connecting; people need its last word. */
function shortCause(details: string): string {
  if (details.includes('Protocol error')) return 'what listens there does not speak gRPC';
  return /\bE[A-Z]{4,}\b|Name resolution failed/.exec(details)?.[0] ?? (details || 'no connection');
}
