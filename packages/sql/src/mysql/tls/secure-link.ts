import { connect, isIP, type Socket } from 'node:net';
import type { Logger } from '@forewarn/core';
import type { PoolOptions } from 'mysql2/promise';
import type { MysqlTls } from './mysql-tls.js';
import { TlsFiles } from './tls-files.js';

/** Where a server is, and how it is spoken to. */
export interface SecureLinkOptions {
  readonly host: string;
  readonly port: number;
  readonly tls: MysqlTls;
  readonly logger: Logger;
}

/**
 * What a pool is told so that its connections are made by TLS. The driver asks for the stream at each new connection, and reads the options of
 * TLS when that stream's server has greeted: what is set between the two is what the connection is made with.
 *
 * @throws {ForewarnError} `config-invalid` when a file cannot be read or used
 */
export function secureLink({ host, port, tls, logger }: SecureLinkOptions): PoolOptions {
  const files = new TlsFiles(tls, logger);
  const ssl = {
    rejectUnauthorized: tls.mode !== 'required',
    verifyIdentity: tls.mode === 'verify-identity',
    minVersion: 'TLSv1.2',
  };
  const stream = () => {
    Object.assign(ssl, files.current());
    return openSocket(host, port);
  };
  return { ssl, stream };
}

/** A socket as the driver opens it for itself. */
function openSocket(host: string, port: number): Socket {
  const socket = connect({ host, port, noDelay: true, keepAlive: true });
  // Where the driver names no server, which it does for addresses, Node compares the certificate with the host of the socket; and that it sets
  // for names alone, so that a certificate for `localhost` would do for any address.
  if (isIP(host)) Object.assign(socket, { _host: host });
  return socket;
}
