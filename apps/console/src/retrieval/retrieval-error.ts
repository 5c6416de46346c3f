import { RetrievalError } from '@forewarn/contracts';
import { AccessError, ForewarnError } from '@forewarn/core';
import { type ServiceError, status } from '@grpc/grpc-js';
import { keyHint } from '../settings/own-key.js';
import { tlsProblem } from '../tls/tls-problem.js';

const isServiceError = (thrown: unknown): thrown is ServiceError =>
  thrown instanceof Error && 'code' in thrown && 'details' in thrown;

/**
 * The one place where errors of gRPC become Forewarn's.
 *
 * @param address  of the service, for the message
 */
export function retrievalError(thrown: unknown, address: string): ForewarnError {
  if (thrown instanceof ForewarnError || !isServiceError(thrown)) return ForewarnError.from(thrown);
  return translate(thrown, address);
}

function translate(thrown: ServiceError, address: string): ForewarnError {
  const { code, details } = thrown;
  const options = { details: { address }, cause: thrown };
  const unavailable = (message: string) => new RetrievalError('retrieval-unavailable', message, options);
  switch (code) {
    case status.UNAVAILABLE:
      return unavailable(unreachable(address, details));
    case status.DEADLINE_EXCEEDED:
      return unavailable(silent(address));
    case status.UNIMPLEMENTED:
      return unavailable(`what listens at ${address} is no retrieval service of this version: ${details}`);
    case status.CANCELLED:
      return new ForewarnError('cancelled', 'the call was cancelled', options);
    case status.UNAUTHENTICATED:
      return new AccessError(
        'credentials-invalid',
        `the retrieval service at ${address} does not let you in: ${details}; ${keyHint}`,
        options,
      );
    case status.PERMISSION_DENIED:
      return new AccessError('access-denied', details, options);
    case status.INVALID_ARGUMENT:
    case status.NOT_FOUND:
    case status.FAILED_PRECONDITION:
    case status.RESOURCE_EXHAUSTED:
      return new ForewarnError('invalid-request', details, options);
    default: {
      const message = `the retrieval service at ${address} failed (${status[code]}): ${details}`;
      return new ForewarnError('internal', message, options);
    }
  }
}

const unreachable = (address: string, details: string): string => {
  const plainAddress = address.replace('https://', '');
  const problem = tlsProblem(details, {
    isSecure: address !== plainAddress,
    secureAddress: `https://${plainAddress}`,
    plainAddress,
    settings: '--address or RETRIEVAL_ADDRESS',
  });
  return problem === undefined
    ? notThere(address, details)
    : `the retrieval service at ${address} cannot be asked: ${problem}`;
};

const notThere = (address: string, details: string): string =>
  `the retrieval service at ${address} cannot be reached (${shortCause(details)}): ` +
  'start it (`npm start`, or `docker compose up`), or give its address with --address or RETRIEVAL_ADDRESS';

/** The message of a call that the service did not answer in time. */
export const silent = (address: string): string =>
  `the retrieval service at ${address} did not answer in time: try again, narrow the selection, or wait longer with --timeout`;

/** grpc-js tells the whole story of name resolution and connecting; people need its last word. Behind a failed proxy it has none. */
function shortCause(details: string): string {
  if (details.includes('Protocol error')) return 'what listens there does not speak gRPC';
  const known = /\bE[A-Z]{4,}\b|Name resolution failed/.exec(details)?.[0];
  if (known !== undefined) return known;
  return /^$|No connection established/.test(details) ? 'no connection' : details;
}
