import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Role, Scope } from '@forewarn/core';

/** An API key as it is stored: what it is for and what it opens, and of its secret a digest alone. */
export interface ApiKey {
  /** Stands in the key itself, in logs and in the audit; opens nothing. */
  readonly id: string;
  /** What it is for, in the words of who made it. */
  readonly name: string;
  readonly role: Role;
  readonly scope: Scope;
  /** Who made it. */
  readonly createdBy: string;
  /** Epoch milliseconds, as are the others. */
  readonly createdMs: number;
  /** From then on it opens nothing; undefined: it does not expire. */
  readonly expiresMs: number | undefined;
  /** When it was revoked; undefined while it was not. */
  readonly revokedMs: number | undefined;
}

/** A key with what its secret is checked against. */
export interface StoredApiKey extends ApiKey {
  /** SHA-256 of the secret, 32 bytes. */
  readonly secretSha256: Uint8Array;
}

/** What is read of the text of a key. */
export interface PresentedKey {
  readonly id: string;
  readonly secret: string;
}

/** Begins every key: people and scanners for leaked secrets know by it what they have found. */
const prefix = 'fwk';

const idAlphabet = 'abcdefghijkmnpqrstuvwxyz23456789';
const idLength = 8;
const secretBytes = 32;

const form = new RegExp(
  `^${prefix}_([${idAlphabet}]{${idLength}})_([A-Za-z0-9_-]{${Math.ceil((secretBytes * 8) / 6)}})$`,
);

/** A new key: its id, the digest to store, and the text, which is shown once and kept nowhere. */
export function drawKey(): { readonly id: string; readonly secretSha256: Uint8Array; readonly text: string } {
  // 32 letters: each byte modulo 32 is as likely as any other.
  const id = Array.from(randomBytes(idLength), (byte) => idAlphabet[byte % idAlphabet.length]).join('');
  const secret = randomBytes(secretBytes).toString('base64url');
  return { id, secretSha256: digestOf(secret), text: `${prefix}_${id}_${secret}` };
}

/** Reads the text of a key. @returns undefined for what is none */
export function parseKey(text: string): PresentedKey | undefined {
  const [, id, secret] = form.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Whether the secret is the key's, in the same time wherever they differ. */
export const isSecretOf = (secret: string, { secretSha256 }: Pick<StoredApiKey, 'secretSha256'>): boolean =>
  timingSafeEqual(digestOf(secret), secretSha256);

/** Whether two secrets of any length are the same, in the same time wherever they differ. */
export const isSameSecret = (one: string, other: string): boolean =>
  timingSafeEqual(digestOf(one), digestOf(other));

/** A fast digest suffices where the secret has 256 random bits: there is no list of likely ones to try. */
const digestOf = (secret: string): Buffer => createHash('sha256').update(secret).digest();

/** Whether a key opens anything at a time. */
export const isLive = ({ expiresMs, revokedMs }: ApiKey, nowMs: number): boolean =>
  revokedMs === undefined && (expiresMs === undefined || nowMs < expiresMs);
