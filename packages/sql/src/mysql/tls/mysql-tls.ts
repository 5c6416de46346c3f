/**
 * How a connection is protected, by MySQL's names of its `ssl-mode`:
 *
 * - `disabled`: not at all. Who listens reads all rows, and of some accounts the password.
 * - `required`: by TLS, whoever the server is. Nobody who only listens reads anything; who poses as the server reads all, the password among it.
 * - `verify-ca`: and the server has a certificate by a trusted authority. Who has another one by the same authority can still pose as the server.
 * - `verify-identity`: and the certificate is for the host that was connected to.
 */
export type MysqlTlsMode = 'disabled' | 'required' | 'verify-ca' | 'verify-identity';

/** Files in PEM; read again for new connections when they have changed. */
export interface MysqlTlsFiles {
  /** Certificates of the authorities that are trusted. Default: those that Node trusts. */
  readonly caFile?: string | undefined;
  /** This client's certificate, for accounts that demand one. */
  readonly certFile?: string | undefined;
  /** The key of that certificate. */
  readonly keyFile?: string | undefined;
}

/** Whether and how a server is spoken to by TLS. */
export interface MysqlTls extends MysqlTlsFiles {
  readonly mode: MysqlTlsMode;
}
