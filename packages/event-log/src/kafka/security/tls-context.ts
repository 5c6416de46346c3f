import { X509Certificate } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { ForewarnError, type Logger } from '@forewarn/core';
import { followedFiles } from '@forewarn/followed-files';
import type { KafkaTls } from './kafka-security.js';

/** Certificates and keys for connections: a certificate that was replaced is taken at the next one, without a restart. */
export class TlsContext {
  /** As the files are now, to within what the clock of the file system tells apart. */
  readonly current: () => SecureContext;

  /** @throws {ForewarnError} `config-invalid` when the files cannot be read, or do not fit each other */
  constructor(files: KafkaTls, logger: Logger) {
    this.current = followedFiles({
      paths: {
        KAFKA_TLS_CA_FILE: files.caFile,
        KAFKA_TLS_CERT_FILE: files.certFile,
        KAFKA_TLS_KEY_FILE: files.keyFile,
      },
      read: (contents) => contextOf(contents, files),
      logger,
      changed: 'read the certificates for Kafka anew',
      kept: 'the certificates for Kafka have changed and cannot be used; those from before are kept',
      freshMs: 0,
    });
  }
}

function contextOf(
  contents: Readonly<Record<string, string>>,
  { caFile, certFile, keyFile }: KafkaTls,
): SecureContext {
  const { KAFKA_TLS_CA_FILE: ca, KAFKA_TLS_CERT_FILE: cert, KAFKA_TLS_KEY_FILE: key } = contents;
  try {
    // OpenSSL takes authorities that are none in silence, and then trusts nobody.
    if (ca !== undefined) new X509Certificate(ca);
    return createSecureContext({ ca, cert, key });
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'unknown error';
    const names = [caFile, certFile, keyFile].filter((file) => file !== undefined).join(', ');
    const message = `the certificates for Kafka cannot be used (${names}): ${why}; they must be PEM, the key without a passphrase and that of the certificate`;
    throw new ForewarnError('config-invalid', message, { cause: thrown });
  }
}
