import { randomUUID } from 'node:crypto';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { pipeline } from 'node:stream';
import { formatDuration, onAbort } from '@forewarn/core';
import type { Request, RequestHandler, Response } from 'express';
import { HttpError } from '../http-error.js';
import { answerHeaders, requestHeaders } from './forwarded-headers.js';

/** Requests that are answered by another process. */
export interface Forward {
  /** Such as `/api/v1/anomalies`: that path and all below. */
  readonly prefix: string;
  /** Such as `http://detector:8081`; a path is put before that of the request. */
  readonly target: URL;
  /** PEM of the authorities by which the target is known over https. Default: those that everybody knows. */
  readonly ca?: string | undefined;
}

/** What bounds a forwarded request. */
export interface ForwardLimits {
  /** Longest time until the answer begins. */
  readonly timeoutMs: number;
  /** Aborted when the server begins to stop: streams of events end. */
  readonly draining: AbortSignal;
}

/** Names this process in `Via`, so that it knows its own requests when they come back. */
const pseudonym = `forewarn-${randomUUID()}`;

/**
 * Sends requests on, meant for the target, and answers with what comes back, problems included: bodies stream both ways at the pace of who
 * reads. Errors are `upstream-unavailable`: no answer, none in time, or a request that came around in a circle.
 *
 * @source RFC 9110, section 7.6: hop-by-hop headers, and `Via` against loops
 */
export const forwardRequests =
  ({ prefix, target, ca }: Forward, { timeoutMs, draining }: ForwardLimits): RequestHandler =>
  async (request, response) => {
    if (request.get('via')?.includes(pseudonym))
      throw unavailable(
        prefix,
        target,
        'its requests are forwarded back to this process: correct its address',
      );
    const answer = await ask(request, response, { prefix, target, ca, timeoutMs });
    const { statusCode = 502, headers } = answer;
    response.writeHead(statusCode, answerHeaders(headers));
    // Whoever breaks off first, both ends are closed; to whom nothing was promised is not told.
    pipeline(answer, response, () => {});
    if (headers['content-type']?.startsWith('text/event-stream')) endWhenDraining(answer, response, draining);
  };

function ask(
  request: Request,
  response: Response,
  { prefix, target, ca, timeoutMs }: Forward & Pick<ForwardLimits, 'timeoutMs'>,
): Promise<IncomingMessage> {
  const path = `${target.pathname.replace(/\/$/, '')}${request.originalUrl}`;
  const isSecure = target.protocol === 'https:';
  const send = isSecure ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const sent = send({
      // The brackets of an IPv6 address are for URLs alone.
      hostname: target.hostname.replace(/^\[|\]$/g, ''),
      port: target.port,
      path,
      method: request.method,
      headers: requestHeaders(request, target, pseudonym),
      ...(isSecure && ca !== undefined && { ca }),
    });
    const late = setTimeout(() => {
      sent.destroy(new Error(`it did not answer within ${formatDuration(timeoutMs)}`));
    }, timeoutMs);
    sent.once('response', (answer) => {
      clearTimeout(late);
      resolve(answer);
    });
    sent.once('error', (cause) => {
      clearTimeout(late);
      reject(unavailable(prefix, target, cause.message, cause));
    });
    response.once('close', () => sent.destroy());
    request.pipe(sent);
  });
}

/** The client comes back, and finds another process. */
function endWhenDraining(answer: IncomingMessage, response: Response, draining: AbortSignal): void {
  const release = onAbort(draining, () => {
    answer.unpipe(response);
    response.end();
  });
  response.once('close', release);
}

const unavailable = (prefix: string, { host }: URL, why: string, cause?: Error): HttpError =>
  new HttpError(
    'upstream-unavailable',
    `${prefix} is served by ${host}, which cannot be asked just now: ${why}`,
    {
      cause,
    },
  );
