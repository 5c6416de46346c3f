import { createSecureContext } from 'node:tls';
import { certificates, privateKey } from '@forewarn/config';
import type { ClientTls } from '@forewarn/contracts';
import type { z } from 'zod';

/** Whom a client trusts over TLS, and what it shows to servers that demand a certificate. */
export const clientTlsSettings = {
  /** PEM of authorities, in place of those that everybody knows. */
  FOREWARN_CA: certificates().optional(),
  FOREWARN_CERT: certificates().optional(),
  FOREWARN_CERT_KEY: privateKey().optional(),
};

type Settings = z.output<z.ZodObject<typeof clientTlsSettings>>;

/** What contradicts itself in them. */
export function clientTlsMistakes(settings: Settings): string[] {
  const { cert, key, ca } = clientTls(settings);
  if (cert === undefined && key === undefined) return [];
  if (key === undefined)
    return ['FOREWARN_CERT is set, and FOREWARN_CERT_KEY is not: give the key of the certificate'];
  if (cert === undefined)
    return ['FOREWARN_CERT_KEY is set, and FOREWARN_CERT is not: give the certificate of the key'];
  try {
    createSecureContext({ cert, key, ca });
    return [];
  } catch {
    return [
      'FOREWARN_CERT and FOREWARN_CERT_KEY cannot be used together: give a certificate and the key it was made with',
    ];
  }
}

/** The settings as clients take them. */
export const clientTls = (settings: Settings): ClientTls => ({
  ca: settings.FOREWARN_CA,
  cert: settings.FOREWARN_CERT,
  key: settings.FOREWARN_CERT_KEY,
});
