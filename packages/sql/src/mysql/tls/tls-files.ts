import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { ForewarnError, type Logger } from '@forewarn/core';
import type { MysqlTlsFiles } from './mysql-tls.js';

/** What the files hold, as TLS takes it. */
export interface TlsMaterial {
  readonly ca: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
}

/**
 * The content of certificates' files. Renewed ones take effect without a restart: container engines swap the files that they mount.
 * It is read without waiting, as a driver wants it while it connects; that is seldom, and the files are small.
 */
export class TlsFiles {
  readonly #files: MysqlTlsFiles;
  readonly #logger: Logger;
  #stamp: string;
  #material: TlsMaterial;

  /** @throws {ForewarnError} `config-invalid` when a file cannot be read or used */
  constructor(files: MysqlTlsFiles, logger: Logger) {
    this.#files = files;
    this.#logger = logger;
    this.#stamp = stampOf(files);
    this.#material = readMaterial(files);
  }

  /** The content now; that of before while what has come in its place cannot be used, such as a certificate whose key is still on its way. */
  current(): TlsMaterial {
    const stamp = stampOf(this.#files);
    if (stamp === this.#stamp) return this.#material;
    this.#stamp = stamp;
    try {
      this.#material = readMaterial(this.#files);
      this.#logger.info({ ...this.#files }, 'new connections to the database use the changed certificates');
    } catch (error) {
      this.#logger.warn({ error }, 'the changed certificates cannot be used; those of before are kept');
    }
    return this.#material;
  }
}

/** Changes whenever one of the files does. */
const stampOf = ({ caFile, certFile, keyFile }: MysqlTlsFiles): string =>
  [caFile, certFile, keyFile].map((file) => (file === undefined ? '' : stampOfFile(file))).join();

function stampOfFile(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false });
  return found ? `${found.ino}:${found.size}:${found.mtimeMs}` : 'absent';
}

function readMaterial({ caFile, certFile, keyFile }: MysqlTlsFiles): TlsMaterial {
  const ca = readPem(caFile);
  const cert = readPem(certFile);
  const key = readPem(keyFile);
  if (ca !== undefined) assertUsable(() => readCertificates(ca), `${caFile} holds no certificates in PEM`);
  const pair = `${certFile} and ${keyFile} are not a certificate in PEM and its key`;
  assertUsable(() => createSecureContext({ cert, key }), pair);
  return { ca, cert, key };
}

function readPem(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? cause.code : 'unknown error';
    throw new ForewarnError('config-invalid', `${file} cannot be read (${why})`, { cause });
  }
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
