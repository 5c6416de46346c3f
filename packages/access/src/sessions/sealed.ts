import { hkdfSync } from 'node:crypto';
import type { Clock } from '@forewarn/core';
import { EncryptJWT, jwtDecrypt } from 'jose';
import { LRUCache } from 'lru-cache';

/** Texts for browsers to keep that only this installation can read or make. */
export interface Sealer {
  /** @param purpose  what is sealed for one does not open for another */
  seal(purpose: string, content: Readonly<Record<string, unknown>>, untilMs: number): Promise<string>;
  /** @returns undefined for what was not sealed here for that, or has ended */
  open(purpose: string, text: string): Promise<Readonly<Record<string, unknown>> | undefined>;
}

/** Longest text that is looked at: browsers keep no longer cookies. */
const longest = 4_096;

/** What was opened is remembered as long, and never beyond its end: a page asks ten times a minute. */
const keptMs = 60_000;
const mostKept = 1_000;

type Content = Readonly<Record<string, unknown>>;

/**
 * Seals with a key that follows from a secret: processes that share it open what the others sealed.
 *
 * @param secret  of 16 random bytes or more
 * @param clock   what texts end by
 * @source        RFC 7516 (JWE, direct encryption with A256GCM); RFC 5869 (HKDF)
 */
export function createSealer(secret: string | Uint8Array, clock: Clock): Sealer {
  const opened = new LRUCache<string, { readonly content: Content; readonly untilMs: number }>({
    max: mostKept,
  });
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
      const name = `${purpose} ${text}`;
      const known = opened.get(name);
      if (known && clock() < known.untilMs) return known.content;
      try {
        const { payload } = await jwtDecrypt(text, key, {
          audience: purpose,
          currentDate: new Date(clock()),
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        const content = payload.content as Content;
        const untilMs = Math.min((payload.exp ?? 0) * 1_000, clock() + keptMs);
        opened.set(name, { content, untilMs });
        return content;
      } catch {
        return undefined;
      }
    },
  };
}
