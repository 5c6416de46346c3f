import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { hasEtag } from '../conditional/etag.js';
import { isEventStream } from '../events/event-stream.js';
import { sendEvents } from '../events/send-events.js';
import { HttpError } from '../http-error.js';
import type { Answer } from '../route/answer.js';
import type { Route } from '../route/route.js';
import type { RequestSignal } from './request-signal.js';

/** Where an answer goes. */
export interface Exchange {
  readonly request: Request;
  readonly response: Response;
  readonly bounds: RequestSignal;
  /** Aborted when the server begins to stop: streams of events end. */
  readonly draining: AbortSignal;
  /** Of JSON. */
  readonly answerBytes: number;
}

/** Sends what a handler answered: JSON, bytes, a stream of bytes or of events, or nothing but the status. */
export async function sendAnswer(
  { status, body, headers = {}, etag }: Answer,
  route: Pick<Route, 'responses'>,
  { request, response, bounds, draining, answerBytes }: Exchange,
): Promise<void> {
  const json = isJson(body) ? boundedJson(body, answerBytes) : undefined;
  response.status(status).set('Cache-Control', etag === undefined ? 'no-store' : 'no-cache');
  response.set(headers);
  if (etag !== undefined) response.set('ETag', etag);
  if (isKnown(request, etag)) {
    if (body instanceof Readable) body.destroy();
    response.status(304).end();
  } else if (body === undefined) response.end();
  else if (isEventStream(body))
    await sendEvents(body, response, [bounds.signal, draining]).finally(() =>
      bounds.cancel('the stream has ended'),
    );
  else if (body instanceof Readable || body instanceof Uint8Array) {
    response.type(route.responses[status]?.contentType ?? 'application/octet-stream');
    if (body instanceof Uint8Array) response.send(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    else await sendStream(body, request, response);
  } else response.type('application/json').send(json);
}

const isJson = (body: Answer['body']): boolean =>
  body !== undefined && !isEventStream(body) && !(body instanceof Readable || body instanceof Uint8Array);

/** @throws {HttpError} `answer-too-large` */
function boundedJson(body: unknown, most: number): string {
  const text = stringified(body);
  if (text !== undefined && Buffer.byteLength(text) <= most) return text;
  throw new HttpError(
    'answer-too-large',
    `the answer would be longer than ${most} bytes: ask for fewer series or a shorter window`,
    { details: { most } },
  );
}

/** Undefined where the text would be longer than any string. */
function stringified(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch (thrown) {
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

/** Express answers 304 by itself, but not where the client says no-cache as well, as fetch does. */
function isKnown(request: Request, etag: string | undefined): boolean {
  const ifNoneMatch = request.get('if-none-match');
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  return isReading && etag !== undefined && ifNoneMatch !== undefined && hasEtag(ifNoneMatch, etag);
}

/** At the client's pace; a stream that fails, or whose client disconnects, is destroyed and so is the connection. */
async function sendStream(body: Readable, request: Request, response: Response): Promise<void> {
  if (request.method !== 'HEAD') return pipeline(body, response);
  body.destroy();
  response.end();
}
