import { type ErrorKind, type ForewarnError, publicMessage } from '@forewarn/core';
import { Metadata, type ServerErrorResponse, status } from '@grpc/grpc-js';

/** The gRPC status of each kind of error: the only place that knows. */
const statusOfKind: Readonly<Record<ErrorKind, status>> = {
  'invalid-argument': status.INVALID_ARGUMENT,
  unauthenticated: status.UNAUTHENTICATED,
  'permission-denied': status.PERMISSION_DENIED,
  'not-found': status.NOT_FOUND,
  conflict: status.ALREADY_EXISTS,
  'failed-precondition': status.FAILED_PRECONDITION,
  'resource-exhausted': status.RESOURCE_EXHAUSTED,
  unavailable: status.UNAVAILABLE,
  'deadline-exceeded': status.DEADLINE_EXCEEDED,
  cancelled: status.CANCELLED,
  'corrupt-data': status.DATA_LOSS,
  internal: status.INTERNAL,
};

// The message travels in a header; clients refuse headers of more than about 8 KiB, and it may quote the request.
const longestMessage = 1_000;

/**
 * The answer to a call that failed. A defect is not described to strangers; the log has it.
 * The code of the error is in the trailer `forewarn-error-code`.
 */
export function toErrorResponse(error: ForewarnError): ServerErrorResponse {
  const message =
    error.kind === 'internal'
      ? 'the service met a defect in itself; its log has the details'
      : asHeaderText(publicMessage(error));
  const metadata = new Metadata();
  metadata.set('forewarn-error-code', error.code);
  return Object.assign(new Error(message), { code: statusOfKind[error.kind], details: message, metadata });
}

/**
 * A message as a header can hold it. Half a surrogate pair, which a request may hold, cannot be encoded and would end the process: it is replaced.
 */
export const asHeaderText = (text: string): string =>
  Buffer.from(text.slice(0, longestMessage), 'utf8').toString('utf8');

/** The name of an error's status, for metrics. */
export const statusName = (error: ForewarnError): string => status[statusOfKind[error.kind]];
