import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { ForewarnError, type Logger } from '@forewarn/core';
import { followedFiles } from '@forewarn/followed-files';
import type { PrometheusAccessOptions } from './access-options.js';

/** PEM: whom to trust, and who we are. */
export interface TlsMaterial {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

const names = {
  ca: 'PROMETHEUS_TLS_CA_FILE',
  cert: 'PROMETHEUS_TLS_CERT_FILE',
  key: 'PROMETHEUS_TLS_KEY_FILE',
} as const;

/**
 * What is in the files now; the same object as long as they are the same.
 *
 * @throws {ForewarnError} `config-invalid` when they cannot be read, or do not fit each other
 */
export function tlsMaterial({ tls = {} }: PrometheusAccessOptions, logger: Logger): () => TlsMaterial {
  const { caFile, certFile, keyFile } = tls;
  const paths = { [names.ca]: caFile, [names.cert]: certFile, [names.key]: keyFile };
  return followedFiles({ paths, read: readMaterial, logger });
}

function readMaterial(contents: Readonly<Record<string, string>>): TlsMaterial {
  const { [names.ca]: ca, [names.cert]: cert, [names.key]: key } = contents;
  // OpenSSL takes authorities that are none in silence.
  if (ca !== undefined) usable(names.ca, 'holds no certificate in PEM', () => new X509Certificate(ca));
  if (cert !== undefined) usable(names.cert, 'holds no certificate in PEM', () => new X509Certificate(cert));
  if (cert === undefined || key === undefined) return { ...(ca !== undefined && { ca }) };
  usable(
    names.key,
    `holds no key in PEM without a passphrase that fits the certificate of ${names.cert}`,
    () => createSecureContext({ cert, key }),
  );
  return { ...(ca !== undefined && { ca }), cert, key };
}

/** OpenSSL's own words say nothing to who has mixed up two files. */
function usable(name: string, problem: string, use: () => unknown): void {
  try {
    use();
  } catch {
    throw new ForewarnError('config-invalid', `${name}: the file ${problem}`);
  }
}
