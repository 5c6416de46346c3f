import type { Server } from 'node:net';
import type { ForewarnError } from '@forewarn/core';
import { LifecycleError } from './lifecycle-error.js';

/** An address to listen on. */
export interface ListenAddress {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/**
 * Listens, and names the address when it cannot.
 *
 * @param server   not listening yet
 * @param address  where to listen
 * @returns        the port that was bound
 * @throws         {ForewarnError} `address-in-use`
 */
export function listen(server: Server, { host, port }: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port));
    server.once('error', onError);
    try {
      server.listen({ host, port }, () => {
        server.off('error', onError);
        const address = server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    } catch (thrown) {
      // A port that is none, and a server that listens already, are thrown and not emitted.
      server.off('error', onError);
      onError(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  });
}

/**
 * Translates why an address could not be listened on.
 *
 * @param cause  with the system's code, such as `EADDRINUSE`
 * @returns      `address-in-use`, saying what to do
 */
export function listenError(cause: NodeJS.ErrnoException, host: string, port: number): ForewarnError {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'another program listens there: stop it, or choose another port'
      : `the system refuses it (${cause.code ?? cause.message}): choose another address`;
  return new LifecycleError('address-in-use', `cannot listen on ${host}:${port}: ${why}`, {
    details: { host, port },
    cause,
  });
}
