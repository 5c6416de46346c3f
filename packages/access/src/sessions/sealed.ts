import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';

/** Texts for browsers to keep that only this installation can read or make. */
export interface Sealer {
  /** @param purpose  what is sealed for one does not open for another */
  seal(purpose: string, content: Readonly<Record<string, unknown>>, untilMs: number): Promise<string>;
  /** @returns undefined for what was not sealed here for that, or has ended */
  open(purpose: string, text: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** Longest text that is looked at: browsers keep no longer cookies. */
const longest = 4_096;

/**
 * Seals with a key that follows from a secret: processes that share it open what the others sealed.
 *
 * @param secret  of 16 random bytes or more
 * @source        RFC 7516 (JWE, direct encryption with A256GCM); RFC 5869 (HKDF)
 */
export function createSealer(secret: string | Uint8Array): Sealer {
  const key = new Uint8Array(hkdfSync('sha256', secret, '', 'forewarn session', 32));
  return {
    seal: (purpose, content, untilMs) =>
      new EncryptJWT({ content })
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
        .setAudience(purpose)
        .setExpirationTime(new Date(untilMs))
        .encrypt(key),
    async open(purpose, text) {
      if (text.length > longest) return undefined;
      try {
        const { payload } = await jwtDecrypt(text, key, {
          audience: purpose,
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        return payload.content as Readonly<Record<string, unknown>>;
      } catch {
        return undefined;
      }
    },
  };
}
