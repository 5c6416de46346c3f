import { createServer, type RequestListener, type Server } from 'node:http';
import type { Socket } from 'node:net';

/** An HTTP server that can stop without cutting answers off. */
export interface DrainingServer {
  readonly server: Server;
  /** Accepts nothing more, lets answers finish, cancels those that take long, cuts off who does not read. Resolves when all is closed. */
  stop(cancel: () => void): Promise<void>;
}

/** Slow senders are disconnected after these. */
const headersTimeoutMs = 10_000;
const receiveTimeoutMs = 30_000;

/** Time for answers that are under way, before they are told that the server stops. */
const drainMs = 2_000;

/** Time for the short answers that say so. */
const cancelMs = 500;

/** A connection that was busy when the server began to stop is closed this long after its answer, at most. */
const idleCheckMs = 50;

/** Makes the server; it does not listen yet. */
export function createDrainingServer(listener: RequestListener): DrainingServer {
  const server = createServer(
    { headersTimeout: headersTimeoutMs, requestTimeout: receiveTimeoutMs },
    listener,
  );
  // Browsers connect ahead of need; Node does not count such connections as idle.
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
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
        const timers = [
          setTimeout(cancel, drainMs),
          setTimeout(() => server.closeAllConnections(), drainMs + cancelMs),
        ];
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
