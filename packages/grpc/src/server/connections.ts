import { createServer, type Server as NetServer, type Socket } from 'node:net';
import { createServer as createTlsServer, type TLSSocket } from 'node:tls';
import {
  followCertificates,
  type RefusalOptions,
  registerTlsMetrics,
  type ServerCertificates,
  tlsServerOptions,
  watchRefusedConnections,
} from '@forewarn/lifecycle';
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

/** What a listener does with whom. */
export interface ConnectionOptions {
  readonly limits: Pick<GrpcLimits, 'maxConnections' | 'requestTimeoutMs'>;
  /** Speaks TLS, and with nobody who has no certificate where `TLS_CLIENT_CA_FILE` is set. Default: plain text. */
  readonly certificates?: ServerCertificates | undefined;
  /** Where those are told that are too many, or fail at the handshake. */
  readonly refusals: RefusalOptions;
}

/**
 * Accepts connections up to a number, and closes those that do not speak.
 *
 * @param take  is given each connection; with TLS once its handshake is over
 */
export function createConnections(
  take: (socket: Socket) => void,
  { limits, certificates, refusals }: ConnectionOptions,
): Connections {
  const { maxConnections, requestTimeoutMs } = limits;
  const open = new Set<Socket>();
  const hold = (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  };
  const begin = (socket: Socket) => {
    requirePreface(socket, requestTimeoutMs);
    // Whoever takes it may listen later than it fails.
    socket.on('error', () => socket.destroy());
    take(socket);
  };
  const watchHandshakes = registerTlsMetrics(refusals, certificates);
  const server = certificates
    ? createSecureServer(begin, certificates, requestTimeoutMs, watchHandshakes)
    : createServer({ noDelay: true }, begin);
  server.on('connection', hold);
  server.maxConnections = maxConnections;
  watchRefusedConnections(server, refusals);
  return {
    server,
    destroy() {
      for (const socket of open) socket.destroy();
    },
  };
}

function createSecureServer(
  begin: (socket: TLSSocket) => void,
  certificates: ServerCertificates,
  handshakeTimeoutMs: number,
  watchHandshakes: ReturnType<typeof registerTlsMetrics>,
): NetServer {
  const listening = { certificates, clients: 'demanded', handshakeTimeoutMs } as const;
  const options = { ...tlsServerOptions(listening), ALPNProtocols: ['h2'], noDelay: true };
  const server = createTlsServer(options, begin);
  // Nobody else ends a connection whose handshake fails or takes too long.
  server.on('tlsClientError', (_, socket) => socket.destroy());
  followCertificates(server, listening);
  watchHandshakes(server);
  return server;
}

/** Closes a connection that has not said by then that it speaks HTTP/2. */
function requirePreface(socket: Socket, timeoutMs: number): void {
  const timer = setTimeout(() => {
    if (socket.bytesRead < leastBytes) socket.destroy();
  }, timeoutMs);
  socket.once('close', () => clearTimeout(timer));
}
