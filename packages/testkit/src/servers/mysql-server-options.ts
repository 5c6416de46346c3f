import type { ServerOptions } from './native-server.js';

/** How a MySQL or MariaDB is started. */
export interface MysqlServerOptions extends ServerOptions {
  /** Paths of what it speaks TLS by, PEM; by default MySQL makes its own, and MariaDB offers none. */
  readonly tls?: MysqlServerTls | undefined;
}

/** A server's certificate, and whose clients' certificates it takes. */
export interface MysqlServerTls {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

/** The arguments by which both servers take certificates. */
export const tlsArguments = (tls: MysqlServerTls | undefined): string[] =>
  tls ? [`--ssl-ca=${tls.ca}`, `--ssl-cert=${tls.cert}`, `--ssl-key=${tls.key}`] : [];
