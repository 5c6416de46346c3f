import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { type RefusalOptions, watchRefusedConnections } from '@forewarn/lifecycle';
import type { GrpcLimits } from './grpc-limits.js';

/** The least that a client of HTTP/2 says at once: its preface, and the head of its settings. @source RFC 9113, section 3.4 */
const leastBytes = 24 + 9;

/** The connections of a listener. */
export interface Connections {
  /** Not listening yet. */
  readonly server: NetServer;
  /** Closes those that are left. */
  destroy(): void;
}

/**
 * Accepts connections up to a number, and closes those that do not speak.
 *
 * @param take      is given each connection
 * @param refusals  where those are told that are too many
 */
export function createConnections(
  take: (socket: Socket) => void,
  { maxConnections, requestTimeoutMs }: GrpcLimits,
  refusals: RefusalOptions,
): Connections {
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    open.add(socket);
    const timer = setTimeout(() => {
      if (socket.bytesRead < leastBytes) socket.destroy();
    }, requestTimeoutMs);
    socket.once('close', () => {
      clearTimeout(timer);
      open.delete(socket);
    });
    // Whoever takes it may listen later than it fails.
    socket.on('error', () => socket.destroy());
    take(socket);
  });
  server.maxConnections = maxConnections;
  watchRefusedConnections(server, refusals);
  return {
    server,
    destroy() {
      for (const socket of open) socket.destroy();
    },
  };
}
