import type { Server } from 'node:net';
import { ForewarnError } from '@forewarn/core';

/** An address to listen on. */
export interface ListenAddress {
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
}

/**
 * Listens, and names the address when it cannot.
 *
 * @returns  the port that was bound
 * @throws   {ForewarnError} `address-in-use`
 */
export function listen(server: Server, { host, port }: ListenAddress): Promise<number> {
  return new Promise((resolve, reject) => {
    const onError = (cause: NodeJS.ErrnoException) => reject(listenError(cause, host, port));
    server.once('error', onError);
    server.listen({ host, port }, () => {
      server.off('error', onError);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** Translates why an address could not be listened on. */
export function listenError(cause: NodeJS.ErrnoException, host: string, port: number): ForewarnError {
  const why =
    cause.code === 'EADDRINUSE'
      ? 'another program listens there: stop it, or choose another port'
      : `the system refuses it (${cause.code ?? cause.message}): choose another address`;
  return new ForewarnError('address-in-use', `cannot listen on ${host}:${port}: ${why}`, {
    details: { host, port },
    cause,
  });
}
