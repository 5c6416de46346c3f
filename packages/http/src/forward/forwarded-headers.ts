import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';
import { isSafeMethod } from '@forewarn/lifecycle';
import type { Request } from 'express';

/** Headers that are meant for one connection, not for who is behind it. @source RFC 9110, section 7.6.1 */
const hopByHop: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

function endToEnd(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !hopByHop.has(name) && !named.includes(name)),
  );
}

/**
 * Headers of a request that is sent on, with who asked whom, and how. They name the target as the host, and what would change something comes
 * from a page of the target, as it came from a page of this server: the target looks at both, as this one did.
 *
 * @param target     whose host the request names from here on
 * @param pseudonym  of this process
 */
export function requestHeaders(request: Request, target: URL, pseudonym: string): OutgoingHttpHeaders {
  const { headers, socket, httpVersion } = request;
  // Node has told the client to go on with its body.
  const { expect: _, ...kept } = endToEnd(headers);
  const isChunked = headers['transfer-encoding'] !== undefined;
  return {
    ...kept,
    host: target.host,
    // Who only reads may come from elsewhere: the target decides what it shows there.
    ...(headers.origin !== undefined && !isSafeMethod(request.method) && { origin: target.origin }),
    // Else Node would send no body with methods that seldom have one.
    ...(isChunked && { 'transfer-encoding': 'chunked' }),
    'x-forwarded-for': listed(headers['x-forwarded-for'], socket.remoteAddress ?? 'unknown'),
    'x-forwarded-host': headers['x-forwarded-host'] ?? headers.host ?? '',
    'x-forwarded-proto': headers['x-forwarded-proto'] ?? request.protocol,
    via: listed(headers.via, `${httpVersion} ${pseudonym}`),
  };
}

/** Headers of an answer that is sent on. */
export const answerHeaders = endToEnd;

const listed = (before: string | string[] | undefined, own: string): string =>
  [before ?? [], own].flat().join(', ');
