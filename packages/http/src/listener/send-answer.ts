import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { hasEtag } from '../conditional/etag.js';
import { isEventStream } from '../events/event-stream.js';
import { sendEvents } from '../events/send-events.js';
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
}

/** Sends what a handler answered: JSON, bytes, a stream of bytes or of events, or nothing but the status. */
export async function sendAnswer(
  { status, body, headers = {}, etag }: Answer,
  route: Pick<Route, 'responses'>,
  { request, response, bounds, draining }: Exchange,
): Promise<void> {
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
  } else response.json(body);
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
