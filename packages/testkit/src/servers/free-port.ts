import { createServer } from 'node:net';
import { ServerStartError } from './server-start-error.js';

/**
 * Ports below the range that Linux (32768 up) and macOS (49152 up) give to outgoing connections. Asking the system
 * for port 0 would answer with one of those, and while a server is down between a kill and a restart any client
 * could be given its port.
 */
const LOWEST = 15_000;
const HIGHEST = 32_000;

/**
 * A TCP port of 127.0.0.1 that nobody listens on.
 *
 * @returns port, 15000 to 31999
 * @throws  {ServerStartError} when a hundred random ones are taken
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (await isFree(port)) return port;
  }
  throw new ServerStartError(`No free port found between ${LOWEST} and ${HIGHEST} on 127.0.0.1.`);
}

/**
 * Makes sure that a server can listen on a port. Without it, the readiness check of a server that cannot listen would
 * be answered by whoever does.
 *
 * @throws {ServerStartError} when somebody listens there
 */
export async function requireFreePort(port: number, server: string): Promise<void> {
  if (await isFree(port)) return;
  throw new ServerStartError(
    `${server} cannot listen on 127.0.0.1:${port}: the port is taken. End what listens there, or choose another port.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => resolve(true)));
  });
}
