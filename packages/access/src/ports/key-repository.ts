import type { CallOptions, ChangeOptions } from '@forewarn/core';
import type { ApiKey, StoredApiKey } from '../keys/api-key.js';

/** Finds keys by their ids: all that a service needs to let callers in. */
export interface KeyReader {
  /** @returns undefined where there is none of that id; one that was revoked or has expired is still found */
  findKey(id: string, options?: CallOptions): Promise<StoredApiKey | undefined>;
}

/** The API keys, with the digests of their secrets. */
export interface KeyRepository extends KeyReader {
  /** All, those that were made first in front. */
  listKeys(options?: CallOptions): Promise<ApiKey[]>;
  /** @throws {KeyError} `key-exists` where the id is taken */
  createKey(key: StoredApiKey, options?: ChangeOptions<ApiKey>): Promise<void>;
  /**
   * Revokes a key; one that was revoked before stays so since then.
   *
   * @returns the key as it is then
   * @throws  {KeyError} `key-not-found`
   */
  revokeKey(id: string, atMs: number, options?: ChangeOptions<ApiKey>): Promise<ApiKey>;
}
