import { pipeline, Transform } from 'node:stream';
import express, { type Request, type RequestHandler } from 'express';
import { HttpError } from '../http-error.js';
import { RawBody } from '../route/raw-body.js';
import type { Route } from '../route/route.js';

const jsonLimitBytes = 256 * 1_024;

const isJson = (request: Pick<Request, 'headers'>): boolean =>
  /^application\/([\w.-]+\+)?json\s*(;|$)/i.test(request.headers['content-type'] ?? '');

const requireJson: RequestHandler = (request, _response, next) => {
  if (isJson(request)) return next();
  const got = request.headers['content-type'] ?? 'no Content-Type';
  throw new HttpError('unsupported-media-type', `the body must be application/json, but came with ${got}`);
};

const readJson = express.json({ limit: jsonLimitBytes, strict: false, type: isJson });

/** What reads the body of a route's requests: parsed where it is JSON, else as a stream that ends with an error behind its limit. */
export function bodyReaders({ body }: Pick<Route, 'body'>): readonly RequestHandler[] {
  if (body === undefined) return [];
  return body instanceof RawBody ? [rawReader(body)] : [requireJson, readJson];
}

function rawReader({ contentTypes, limitBytes }: RawBody): RequestHandler {
  return (request, _response, next) => {
    const type =
      /^[^;\s]+/.exec(request.headers['content-type'] ?? '')?.[0].toLowerCase() ?? 'no Content-Type';
    if (!contentTypes.includes(type))
      throw new HttpError(
        'unsupported-media-type',
        `the body must be ${contentTypes.join(' or ')}, but came with ${type}`,
      );
    const encoding = request.headers['content-encoding'] ?? 'identity';
    if (encoding !== 'identity')
      throw new HttpError('unsupported-media-type', `the body must not be encoded, but came as ${encoding}`);
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
    // A failure reaches the handler through the stream that it reads; what it leaves unread is not waited for.
    request.body = pipeline(request, limited(limitBytes), () => {});
    next();
  };
}

function limited(limitBytes: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > limitBytes) done(tooLarge(limitBytes));
      else done(null, chunk);
    },
  });
}

const tooLarge = (limitBytes: number) =>
  new HttpError('request-too-large', `the body is larger than ${limitBytes} bytes`);
