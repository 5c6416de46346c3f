import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { type TlsFiles, tlsFileSettings } from './tls-files.js';

/** What the files hold, by the same names. */
export type TlsTexts = { readonly [file in keyof TlsFiles]: string };

/** A certificate that can be served. */
export interface Certificates {
  /** PEM, the chain behind it. */
  readonly cert: string;
  readonly key: string;
  /** PEM of the authorities of clients; undefined where those are not asked. */
  readonly clientCa: string | undefined;
  readonly validFromMs: number;
  /** When the first of the chain ends. */
  readonly expiresMs: number;
}

/** The certificate, or what is wrong with which file. */
export type CheckedCertificates = Certificates | { readonly mistakes: readonly string[] };

/**
 * Sees whether a certificate, its key and the authorities of clients can be used together.
 *
 * @param texts  what the files hold
 * @param files  named in the mistakes, which show nothing of what a file holds
 */
export function checkCertificates(texts: TlsTexts, files: TlsFiles): CheckedCertificates {
  const mistakes: string[] = [];
  const mistake = (file: keyof TlsFiles, what: string) => {
    mistakes.push(`${tlsFileSettings[file]}: ${files[file]} ${what}`);
  };
  const chain = certificatesIn(texts.certFile);
  if (!chain)
    mistake('certFile', 'holds no readable certificate: it must be PEM, that of the server before others');
  const key = keyIn(texts.keyFile);
  if (typeof key === 'string') mistake('keyFile', key);
  if (texts.clientCaFile !== undefined && !certificatesIn(texts.clientCaFile))
    mistake('clientCaFile', 'holds no readable certificate: it must be PEM, of the authorities of clients');
  if (!chain || typeof key === 'string' || mistakes.length > 0) return { mistakes };
  if (!chain[0]!.checkPrivateKey(key))
    mistake(
      'keyFile',
      `is not the key of the certificate in ${files.certFile}: give the one that it was made with`,
    );
  else {
    const why = whyUnusable(texts);
    if (why !== undefined) mistake('certFile', `cannot be used (${why}): have a certificate made anew`);
  }
  return mistakes.length > 0 ? { mistakes } : certificatesOf(texts, chain);
}

const certificatesOf = (texts: TlsTexts, chain: readonly X509Certificate[]): Certificates => ({
  cert: texts.certFile,
  key: texts.keyFile,
  clientCa: texts.clientCaFile,
  validFromMs: Math.max(...chain.map(({ validFrom }) => Date.parse(validFrom))),
  expiresMs: Math.min(...chain.map(({ validTo }) => Date.parse(validTo))),
});

const certificateBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** At least one certificate; undefined where there is none, or one cannot be read. */
function certificatesIn(pem: string): X509Certificate[] | undefined {
  try {
    const found = (pem.match(certificateBlock) ?? []).map((block) => new X509Certificate(block));
    return found.length > 0 ? found : undefined;
  } catch {
    return undefined;
  }
}

const encryptedKey = /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m;

/** The key, or what is wrong. What OpenSSL says of a key is not repeated. */
function keyIn(pem: string): KeyObject | string {
  try {
    return createPrivateKey(pem);
  } catch {
    return encryptedKey.test(pem)
      ? 'holds a key with a passphrase, which nobody is there to type: take it off, as `openssl pkey` does'
      : 'holds no readable private key: it must be PEM';
  }
}

/** Some that can be read are refused all the same, such as one with a key that is too short. */
function whyUnusable({ certFile: cert, keyFile: key, clientCaFile: ca }: TlsTexts): string | undefined {
  try {
    createSecureContext({ cert, key, ...(ca !== undefined && { ca }) });
    return undefined;
  } catch (thrown) {
    return codeOf(thrown) ?? 'the TLS library refuses it';
  }
}

const codeOf = (thrown: unknown): string | undefined =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : undefined;
