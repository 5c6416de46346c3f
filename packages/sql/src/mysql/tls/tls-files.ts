import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { ForewarnError, type Logger } from '@forewarn/core';
import { followedFiles } from '@forewarn/followed-files';
import type { MysqlTlsFiles } from './mysql-tls.js';

/** What the files hold, as TLS takes it. */
export interface TlsMaterial {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/** The content of certificates' files. Renewed ones take effect without a restart: container engines swap the files that they mount. */
export class TlsFiles {
  /** The content now; that of before while what has come in its place cannot be used, such as a certificate whose key is still on its way. */
  readonly current: () => TlsMaterial;

  /** @throws {ForewarnError} `config-invalid` when a file cannot be read or used */
  constructor(files: MysqlTlsFiles, logger: Logger) {
    const { caFile, certFile, keyFile } = files;
    this.current = followedFiles({
      paths: {
        MYSQL_TLS_CA_FILE: caFile,
        MYSQL_TLS_CERT_FILE: certFile,
        MYSQL_TLS_KEY_FILE: keyFile,
      },
      read: (contents) => materialOf(contents, files),
      logger,
      changed: 'new connections to the database use the changed certificates',
      kept: 'the changed certificates cannot be used; those of before are kept',
      freshMs: 0,
    });
  }
}

function materialOf(
  contents: Readonly<Record<string, string>>,
  { caFile, certFile, keyFile }: MysqlTlsFiles,
): TlsMaterial {
  const { MYSQL_TLS_CA_FILE: ca, MYSQL_TLS_CERT_FILE: cert, MYSQL_TLS_KEY_FILE: key } = contents;
  if (ca !== undefined) assertUsable(() => readCertificates(ca), `${caFile} holds no certificates in PEM`);
  const pair = `${certFile} and ${keyFile} are not a certificate in PEM and its key`;
  assertUsable(() => createSecureContext({ cert, key }), pair);
  return { ca, cert, key };
}

/** OpenSSL passes over what it cannot read of several, and would trust nobody in silence. */
function readCertificates(pem: string): readonly X509Certificate[] {
  const [, ...parts] = pem.split('-----BEGIN CERTIFICATE-----');
  if (parts.length === 0) throw new Error('no certificate');
  return parts.map((part) => new X509Certificate(`-----BEGIN CERTIFICATE-----${part}`));
}

/** Found out here: the driver would let it end the process. What is told leaves out the cause, which may quote a key. */
function assertUsable(read: () => unknown, mistake: string): void {
  try {
    read();
  } catch {
    throw new ForewarnError('config-invalid', mistake);
  }
}
