import { AccessError, type Caller, type Clock, ForewarnError } from '@forewarn/core';
import { LRUCache } from 'lru-cache';
import type { KeyReader } from '../ports/key-repository.js';
import { isLive, isSecretOf, type PresentedKey, type StoredApiKey } from './api-key.js';

/** Tells whose key it is. @throws {AccessError} `credentials-invalid`; an error of the store where that cannot be found out */
export type VerifyKey = (key: PresentedKey) => Promise<Caller>;

/** How long what was read of a key is believed: a revoked one still opens for as long. */
const freshMs = 10_000;

/** How long it is believed while the store does not answer: those who were let in are not shut out by an outage. */
const staleMs = 5 * 60_000;

/** Keys of which something is remembered, ids that do not exist among them. */
const mostKeys = 10_000;

/** What was read of an id; no key where there is none. */
interface Remembered {
  readonly key: StoredApiKey | undefined;
  readonly readMs: number;
}

/**
 * Verifies keys against a store that is asked at most every ten seconds for each.
 *
 * @param reader  where the keys are
 * @param clock   what they expire by
 */
export function createKeyVerifier(reader: KeyReader, clock: Clock): VerifyKey {
  const remembered = new LRUCache<string, Remembered>({ max: mostKeys });
  const reading = new Map<string, Promise<Remembered>>();

  const read = async (id: string): Promise<Remembered> => {
    const before = remembered.get(id);
    try {
      const found = { key: await reader.findKey(id), readMs: clock() };
      remembered.set(id, found);
      return found;
    } catch (thrown) {
      if (before && ForewarnError.from(thrown).retryable && clock() - before.readMs < staleMs) return before;
      throw thrown;
    } finally {
      reading.delete(id);
    }
  };

  const find = async (id: string): Promise<StoredApiKey | undefined> => {
    const known = remembered.get(id);
    if (known && clock() - known.readMs < freshMs) return known.key;
    const asked = reading.get(id) ?? read(id);
    reading.set(id, asked);
    return (await asked).key;
  };

  return async ({ id, secret }) => {
    const key = await find(id);
    if (!key || !isSecretOf(secret, key)) throw refused('the key is not known');
    if (key.revokedMs !== undefined) throw refused('the key was revoked');
    if (!isLive(key, clock())) throw refused('the key has expired');
    return { name: `key ${key.name} (${key.id})`, role: key.role, scope: key.scope };
  };
}

/** Said to who has the secret, but for keys that are not known: whether there is such an id is nobody's business. */
const refused = (why: string): AccessError =>
  new AccessError('credentials-invalid', `${why}: ask for another one where this server is administered`);
