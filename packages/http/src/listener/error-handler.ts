import { ForewarnError, type Logger } from '@forewarn/core';
import type { ErrorRequestHandler, Response } from 'express';
import { HttpError } from '../http-error.js';
import { problemOf } from '../problem/problem-of.js';
import { InvalidRequestError } from '../route/invalid-request-error.js';

/** Answers every error as `application/problem+json` and logs it once: defects as errors, outages as warnings. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    const error = translate(thrown);
    if (response.headersSent) {
      // Of an answer that streams. A client that disconnected is no failure.
      const isGone = error.kind === 'cancelled' || wasClosed(response);
      const fields = { error, method: request.method, path: request.path };
      if (!isGone) logger.warn(fields, 'an answer broke off');
      return response.destroyed ? undefined : next(thrown);
    }
    const problem = problemOf(
      error,
      request.path,
      error instanceof InvalidRequestError ? error.errors : undefined,
    );
    const fields = { error, method: request.method, path: request.path, status: problem.status };
    if (error.kind === 'internal' || error.kind === 'corrupt-data') logger.error(fields, 'a request failed');
    else if (problem.status >= 500 && !wasClosed(response))
      logger.warn(fields, 'a request could not be answered');
    else logger.debug(fields, 'a request was refused');
    if (problem.retryAfterSeconds !== undefined)
      response.set('Retry-After', String(problem.retryAfterSeconds));
    if (error.kind === 'unauthenticated') response.set('WWW-Authenticate', 'Bearer');
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

const wasClosed = (response: Response): boolean => response.destroyed || response.socket?.destroyed === true;

/** Errors of Express and its body parser, by the `type` that the parser gives them. */
function translate(thrown: unknown): ForewarnError {
  if (!isHttpErrorsError(thrown)) return ForewarnError.from(thrown);
  switch (thrown.type) {
    case 'entity.too.large':
      return new HttpError(
        'request-too-large',
        `the body is larger than ${thrown.limit ?? 'the limit of'} bytes`,
        {
          cause: thrown,
        },
      );
    case 'encoding.unsupported':
    case 'charset.unsupported':
      return new HttpError('unsupported-media-type', `the body cannot be read: ${thrown.message}`, {
        cause: thrown,
      });
    case 'entity.parse.failed':
      return new ForewarnError('invalid-request', `the body is not JSON: ${thrown.message}`, {
        cause: thrown,
      });
    default:
      return new ForewarnError('invalid-request', `the request cannot be read: ${thrown.message}`, {
        cause: thrown,
      });
  }
}

/** An error with a 4xx status, as http-errors makes them. */
interface HttpErrorsError extends Error {
  readonly status: number;
  readonly type?: string;
  readonly limit?: number;
}

const isHttpErrorsError = (thrown: unknown): thrown is HttpErrorsError =>
  thrown instanceof Error &&
  !(thrown instanceof ForewarnError) &&
  'status' in thrown &&
  typeof thrown.status === 'number' &&
  thrown.status >= 400 &&
  thrown.status < 500;
