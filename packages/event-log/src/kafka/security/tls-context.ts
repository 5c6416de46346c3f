import { readFileSync, statSync } from 'node:fs';
import { createSecureContext, type SecureContext } from 'node:tls';
import { ForewarnError, type Logger } from '@forewarn/core';
import type { KafkaTls } from './kafka-security.js';

/**
 * Certificates and keys for connections, read anew when a file has changed: a certificate that was replaced is taken without a restart. Files that
 * cannot be used in the middle of being replaced leave what was read before in its place.
 */
export class TlsContext {
  readonly #files: KafkaTls;
  readonly #logger: Logger;
  #seen: string;
  #context: SecureContext;

  /** @throws {ForewarnError} `config-invalid` when the files cannot be read, or do not fit each other */
  constructor(files: KafkaTls, logger: Logger) {
    this.#files = files;
    this.#logger = logger;
    this.#seen = stateOf(files);
    this.#context = contextOf(files);
  }

  /** As the files are now, to within what the clock of the file system tells apart. */
  current(): SecureContext {
    const state = stateOf(this.#files);
    if (state === this.#seen) return this.#context;
    this.#seen = state;
    try {
      this.#context = contextOf(this.#files);
      this.#logger.info({ ...this.#files }, 'read the certificates for Kafka anew');
    } catch (error) {
      this.#logger.warn(
        { error },
        'the certificates for Kafka have changed and cannot be used; those from before are kept',
      );
    }
    return this.#context;
  }
}

const namesOf = ({ caFile, certFile, keyFile }: KafkaTls): string[] =>
  [caFile, certFile, keyFile].filter((file) => file !== undefined);

/** Changes when a file is written, replaced, or a link to it set anew. */
const stateOf = (files: KafkaTls): string =>
  namesOf(files)
    .map((file) => {
      const stat = statSync(file, { throwIfNoEntry: false });
      return stat ? `${stat.ino} ${stat.mtimeMs} ${stat.size}` : 'absent';
    })
    .join();

function contextOf({ caFile, certFile, keyFile }: KafkaTls): SecureContext {
  try {
    return createSecureContext({
      ...(caFile !== undefined && { ca: readFileSync(caFile) }),
      ...(certFile !== undefined && { cert: readFileSync(certFile) }),
      ...(keyFile !== undefined && { key: readFileSync(keyFile) }),
    });
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : 'unknown error';
    const files = namesOf({ caFile, certFile, keyFile }).join(', ');
    const message = `the certificates for Kafka cannot be used (${files}): ${why}; they must be PEM, the key without a passphrase and that of the certificate`;
    throw new ForewarnError('config-invalid', message, { cause: thrown });
  }
}
