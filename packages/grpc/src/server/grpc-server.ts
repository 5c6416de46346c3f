import {
  type ListenAddress,
  listen,
  type RefusalOptions,
  refusalCounter,
  type ServerCertificates,
} from '@forewarn/lifecycle';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { admitCalls } from './admit-calls.js';
import { createConnections } from './connections.js';
import type { GrpcLimits } from './grpc-limits.js';

const mebibyte = 1024 * 1024;

/** A gRPC server. */
export interface GrpcServer {
  /** Takes services until it listens. */
  readonly server: Server;
  /** @returns the port that was bound @throws {ForewarnError} `address-in-use` */
  bind(address: ListenAddress): Promise<number>;
  /** Refuses new calls, lets those that run end within the deadline, then ends them. */
  shutDown(deadlineMs: number): Promise<void>;
}

/**
 * Makes a server with Forewarn's limits. It accepts connections itself, since grpc-js bounds neither their number nor how long one may say nothing. So it also ends TLS,
 * and grpc-js reads from the sockets what was encrypted.
 *
 * @param certificates  without them it speaks plain text
 */
export function createGrpcServer(
  limits: GrpcLimits,
  refusals: RefusalOptions,
  certificates?: ServerCertificates,
): GrpcServer {
  const server = new Server(serverOptions(limits, refusals));
  const injector = server.createConnectionInjector(ServerCredentials.createInsecure());
  const connections = createConnections((socket) => injector.injectConnection(socket), {
    limits,
    certificates,
    refusals,
  });
  return {
    server,
    bind: (address) => listen(connections.server, address),
    async shutDown(deadlineMs) {
      const closed = new Promise<void>((resolve) => connections.server.close(() => resolve()));
      const timer = setTimeout(() => server.forceShutdown(), deadlineMs);
      try {
        await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      } finally {
        clearTimeout(timer);
        connections.destroy();
      }
      await closed;
    },
  };
}

const serverOptions = (limits: GrpcLimits, refusals: RefusalOptions) => ({
  'grpc.max_receive_message_length': limits.maxRequestBytes,
  // The largest answer is a watched analysis of a long window; clients of this project read as much.
  'grpc.max_send_message_length': 64 * mebibyte,
  // Of one connection.
  'grpc.max_concurrent_streams': 100,
  // Finds out within 80 s that a client is gone without a word.
  'grpc.keepalive_time_ms': 60_000,
  'grpc.keepalive_timeout_ms': 20_000,
  'grpc.max_connection_idle_ms': limits.idleTimeoutMs,
  'grpc.max_connection_age_ms': limits.maxConnectionAgeMs,
  'grpc.max_connection_age_grace_ms': limits.ageGraceMs,
  interceptors: [admitCalls(limits, refusalCounter('calls', refusals))],
});
