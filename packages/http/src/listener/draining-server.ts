import type { RequestListener, Server } from 'node:http';
import type { Socket } from 'node:net';
import { createWebServer, type WebServerOptions } from '@forewarn/lifecycle';

/** An HTTP server that can stop without cutting answers off. */
export interface DrainingServer {
  readonly server: Server;
  /** Accepts nothing more, lets answers finish, cancels those that take long, cuts off who does not read. Resolves when all is closed. */
  stop(cancel: () => void): Promise<void>;
}

/** What clients may hold of a server, and for how long. */
export interface ConnectionLimits {
  /** Open at once; further ones are closed. */
  readonly maxConnections: number;
  /** Slow senders are disconnected after these, and so is who connects and sends nothing. */
  readonly headersTimeoutMs: number;
  readonly receiveTimeoutMs: number;
}

/** How late the disconnection may be. */
const checkIntervalMs = 1_000;

/** All headers of a request together: cookies of others on the same host among them. */
const mostHeaderBytes = 16 * 1024;

/** Time for answers that are under way, before they are told that the server stops. */
const drainMs = 2_000;

/** Time for the short answers that say so. */
const cancelMs = 500;

/** A connection that was busy when the server began to stop is closed this long after its answer, at most. */
const idleCheckMs = 50;

/** Makes the server; it does not listen yet. */
export function createDrainingServer(
  listener: RequestListener,
  limits: ConnectionLimits & Pick<WebServerOptions, 'certificates' | 'refusals'>,
): DrainingServer {
  const { headersTimeoutMs, receiveTimeoutMs, ...options } = limits;
  const { server, destroyConnections } = createWebServer(
    {
      ...options,
      headersTimeout: headersTimeoutMs,
      requestTimeout: receiveTimeoutMs,
      connectionsCheckingInterval: Math.min(checkIntervalMs, headersTimeoutMs),
      maxHeaderSize: mostHeaderBytes,
    },
    listener,
  );
  // Browsers connect ahead of need; Node does not count such connections as idle.
  const unused = new Set<Socket>();
  server.on(options.certificates ? 'secureConnection' : 'connection', (socket: Socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  const closeIdle = () => {
    server.closeIdleConnections();
    for (const socket of unused) socket.destroy();
  };
  return {
    server,
    stop: (cancel) =>
      new Promise((resolve) => {
        const timers = [setTimeout(cancel, drainMs), setTimeout(destroyConnections, drainMs + cancelMs)];
        const idleCheck = setInterval(closeIdle, idleCheckMs);
        server.close(() => {
          for (const timer of timers) clearTimeout(timer);
          clearInterval(idleCheck);
          resolve();
        });
        closeIdle();
      }),
  };
}
