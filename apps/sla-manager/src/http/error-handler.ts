import { ForewarnError, type Logger } from '@forewarn/core';
import type { ErrorRequestHandler, Response } from 'express';
import { HttpError } from './http-error.js';
import { InvalidRequestError } from './invalid-request-error.js';
import { problemOf } from './problem.js';

/** Answers every error as `application/problem+json` and logs it once: defects as errors, outages as warnings. */
export function createErrorHandler(logger: Logger): ErrorRequestHandler {
  return (thrown: unknown, request, response, next) => {
    if (response.headersSent) return next(thrown);
    const error = translate(thrown);
    const problem = problemOf(
      error,
      request.path,
      error instanceof InvalidRequestError ? error.errors : undefined,
    );
    const fields = { error, method: request.method, path: request.path, status: problem.status };
    if (error.kind === 'internal' || error.kind === 'corrupt-data') logger.error(fields, 'a request failed');
    else if (problem.status >= 500 && !isGone(response))
      logger.warn(fields, 'a request could not be answered');
    else logger.debug(fields, 'a request was refused');
    if (problem.retryAfterSeconds !== undefined)
      response.set('Retry-After', String(problem.retryAfterSeconds));
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem));
  };
}

const isGone = (response: Response): boolean => response.destroyed || response.socket?.destroyed === true;

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
