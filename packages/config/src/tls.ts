import { z } from 'zod';

/** A path of a file, which is read by whoever needs it. */
const file = () => z.string().min(1);

/** Over what a process is asked: TLS where a certificate is given. Its files are followed while the process runs, so these are paths. */
export const tlsSettings = {
  /** PEM: the certificate, and behind it those between it and an authority. */
  TLS_CERT_FILE: file().optional(),
  TLS_KEY_FILE: file().optional(),
  /** PEM: who vouches for clients. gRPC demands their certificates then, and operations take them in place of the token. */
  TLS_CLIENT_CA_FILE: file().optional(),
};

type TlsSettings = z.output<z.ZodObject<typeof tlsSettings>>;

/** What contradicts itself in the settings of TLS. */
export function tlsMistakes(settings: TlsSettings): string[] {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: clientCa } = settings;
  if (cert !== undefined && key === undefined)
    return ['TLS_CERT_FILE is set, and TLS_KEY_FILE is not: give the key of the certificate'];
  if (key !== undefined && cert === undefined)
    return ['TLS_KEY_FILE is set, and TLS_CERT_FILE is not: give the certificate of the key'];
  if (clientCa !== undefined && cert === undefined)
    return [
      'TLS_CLIENT_CA_FILE is set, and TLS_CERT_FILE is not: clients show certificates over TLS alone; set TLS_CERT_FILE and TLS_KEY_FILE',
    ];
  return [];
}

const certificate = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/;

/** PEM of certificates, most often from the file that `NAME_FILE` names. */
export const certificates = () =>
  z
    .string()
    .regex(certificate, 'must be certificates in PEM, most often given as a file, by the name with _FILE');

/** PEM of a private key without a passphrase, from a file as well. */
export const privateKey = () =>
  z
    .string()
    .regex(
      /-----BEGIN (?:RSA |EC )?PRIVATE KEY-----/,
      'must be a private key in PEM without a passphrase, most often given as a file, by the name with _FILE',
    );

/** What opens a lock over HTTP. @source RFC 6750, section 2.1 */
export const bearerToken = () =>
  z
    .string()
    .regex(
      /^[A-Za-z0-9._~+/-]{16,}=*$/,
      'must be 16 or more letters, digits or any of - . _ ~ + /, as `openssl rand -hex 32` makes',
    );
