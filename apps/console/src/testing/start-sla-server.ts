import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A server that a test started. */
export interface StartedSlaServer {
  readonly url: string;
  /** Paths with queries that were asked for, in order. */
  readonly paths: readonly string[];
  close(): void;
}

/**
 * Serves JSON documents by path over HTTP; `undefined` never answers, what is absent is a problem document with status 404.
 *
 * @param tls  over https with these
 */
export async function startSlaServer(
  documents: Readonly<Record<string, unknown>>,
  tls?: ServerOptions,
): Promise<StartedSlaServer> {
  const paths: string[] = [];
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    paths.push(request.url ?? '');
    answer(documents, request, response);
  };
  const server = tls ? createHttpsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    paths,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function answer(
  documents: Readonly<Record<string, unknown>>,
  { url = '' }: IncomingMessage,
  response: ServerResponse,
) {
  const path = url.split('?', 1)[0]!;
  if (!(path in documents)) {
    response.writeHead(404, { 'content-type': 'application/problem+json' });
    response.end(
      JSON.stringify({ code: 'sla-not-found', detail: `there is no SLA at ${path}`, status: 404 }),
    );
    return;
  }
  const document = documents[path];
  if (document === undefined) return;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(typeof document === 'string' ? document : JSON.stringify(document));
}
