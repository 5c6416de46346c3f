import { createServer, type Server as HttpServer, type RequestListener, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import type { Server as TlsServer } from 'node:tls';
import { type RefusalOptions, watchRefusedConnections } from './refusals.js';
import type { ServerCertificates } from './tls/server-certificates.js';
import { registerTlsMetrics } from './tls/tls-metrics.js';
import { type ClientCertificates, followCertificates, tlsServerOptions } from './tls/tls-options.js';

/** What a server of HTTP is made of. */
export interface WebServerOptions extends ServerOptions {
  /** The head of a request must have arrived by then, and the TLS handshake before it. */
  readonly headersTimeout: number;
  /** Open at once; further ones are closed. */
  readonly maxConnections: number;
  /** Answers over https alone. Default: over http. */
  readonly certificates?: ServerCertificates | undefined;
  /** Default: `ignored`. */
  readonly clients?: ClientCertificates;
  readonly refusals: RefusalOptions;
}

/** A server of HTTP, with or without TLS. */
export interface WebServer {
  /** Not listening yet. */
  readonly server: HttpServer;
  /** Closes all connections, those among them that are still in their handshake. */
  destroyConnections(): void;
}

/** Makes a server that counts what it refuses. */
export function createWebServer(options: WebServerOptions, listener: RequestListener): WebServer {
  const { maxConnections, certificates, clients, refusals, ...http } = options;
  const watchHandshakes = registerTlsMetrics(refusals, certificates);
  const open = new Set<Socket>();
  const server = certificates
    ? createSecureServer(http, { certificates, ...(clients && { clients }) }, listener, watchHandshakes)
    : createServer(http, listener);
  server.maxConnections = maxConnections;
  watchRefusedConnections(server, refusals);
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return {
    server,
    destroyConnections() {
      for (const socket of open) socket.destroy();
    },
  };
}

function createSecureServer(
  http: ServerOptions & Pick<WebServerOptions, 'headersTimeout'>,
  tls: { certificates: ServerCertificates; clients?: ClientCertificates },
  listener: RequestListener,
  watchHandshakes: (server: TlsServer) => void,
): HttpServer {
  const listening = { ...tls, handshakeTimeoutMs: http.headersTimeout };
  const server = createHttpsServer({ ...http, ...tlsServerOptions(listening) }, listener);
  followCertificates(server, listening);
  watchHandshakes(server);
  // All that is asked of a server beyond its sockets, the one of https has as well.
  return server as unknown as HttpServer;
}
