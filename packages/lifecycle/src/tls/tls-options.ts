import type { TlsOptions, Server as TlsServer } from 'node:tls';
import type { Certificates } from './check-certificates.js';
import type { ServerCertificates } from './server-certificates.js';

/**
 * What a listener wants of the certificates of its clients, where `TLS_CLIENT_CA_FILE` names their authorities: nothing, as of browsers; to know
 * them where there are any; or not to speak with who has none.
 */
export type ClientCertificates = 'ignored' | 'asked' | 'demanded';

/** How a listener speaks TLS. */
export interface TlsListening {
  readonly certificates: ServerCertificates;
  /** Default: `ignored`. */
  readonly clients?: ClientCertificates;
  /** A handshake must be over by then. */
  readonly handshakeTimeoutMs: number;
}

/** Options of a TLS server; see {@link followCertificates}. */
export const tlsServerOptions = (listening: TlsListening): TlsOptions => {
  const { certificates, clients = 'ignored', handshakeTimeoutMs } = listening;
  const asks = clients !== 'ignored' && certificates.current.clientCa !== undefined;
  return {
    ...contextOptions(certificates.current, clients),
    requestCert: asks,
    rejectUnauthorized: asks && clients === 'demanded',
    handshakeTimeout: handshakeTimeoutMs,
  };
};

/** Hands each new certificate to a server: connections that are open keep theirs. */
export function followCertificates(
  server: TlsServer,
  { certificates, clients = 'ignored' }: TlsListening,
): void {
  const end = certificates.onChange((changed) => server.setSecureContext(contextOptions(changed, clients)));
  server.once('close', end);
}

const contextOptions = ({ cert, key, clientCa }: Certificates, clients: ClientCertificates) => ({
  cert,
  key,
  ...(clients !== 'ignored' && clientCa !== undefined && { ca: clientCa }),
  minVersion: 'TLSv1.2' as const,
});
