import { createServer } from 'node:net';
import type { ForewarnError } from '@forewarn/core';
import { type ListenAddress, listen, listenError } from '@forewarn/lifecycle';
import { Server, ServerCredentials } from '@grpc/grpc-js';

const mebibyte = 1024 * 1024;

/** A gRPC server with Forewarn's limits. @param maxRequestBytes  largest request; default 64 KiB */
export const createGrpcServer = (maxRequestBytes = 64 * 1024): Server =>
  new Server({
    'grpc.max_receive_message_length': maxRequestBytes,
    // The largest answer is a watched analysis of a long window; clients of this project read as much.
    'grpc.max_send_message_length': 64 * mebibyte,
    // Of one connection.
    'grpc.max_concurrent_streams': 100,
    // Finds out within 80 s that a client is gone without a word.
    'grpc.keepalive_time_ms': 60_000,
    'grpc.keepalive_timeout_ms': 20_000,
  });

/**
 * Listens, in plain text: what encrypts stands in front.
 *
 * @returns  the port that was bound
 * @throws   {ForewarnError} `address-in-use`
 */
export async function bind(server: Server, { host, port }: ListenAddress): Promise<number> {
  // Tried beforehand: grpc-js would write a line of its own about a port that is taken to standard error.
  const trial = createServer();
  await listen(trial, { host, port });
  await new Promise((resolve) => trial.close(resolve));
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, boundPort) => {
      if (error) reject(bindError(error, host, port));
      else resolve(boundPort);
    });
  });
}

/** grpc-js puts the system's code into the message only. */
function bindError(error: Error, host: string, port: number): ForewarnError {
  const code = /\bE[A-Z]{4,}\b/.exec(error.message)?.[0];
  return listenError(Object.assign(error, code === undefined ? {} : { code }), host, port);
}

/** Refuses new calls, lets those that run end within the deadline, then ends them. */
export async function shutDown(server: Server, deadlineMs: number): Promise<void> {
  const timer = setTimeout(() => server.forceShutdown(), deadlineMs);
  try {
    await new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  } finally {
    clearTimeout(timer);
  }
}
