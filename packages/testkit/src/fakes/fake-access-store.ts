import {
  type ApiKey,
  type AuditEntry,
  type AuditQuery,
  type AuditRepository,
  KeyError,
  type KeyRepository,
  type StoredApiKey,
} from '@forewarn/access';
import { type ChangeOptions, ForewarnError } from '@forewarn/core';

/** API keys and an audit in memory. Its own changes are not in the audit: what tests put there is. */
export class FakeAccessStore implements KeyRepository, AuditRepository {
  readonly keys = new Map<string, StoredApiKey>();
  /** The newest first. */
  audit: AuditEntry[] = [];
  readonly published = new Set<string>();
  /** What was told of changes, in their order. */
  readonly changes: ChangeOptions<ApiKey>['change'][] = [];
  /** Whether every call fails as a store that cannot be reached. */
  isAway = false;

  findKey = async (id: string) => this.#answer(() => this.keys.get(id));
  listKeys = async () => this.#answer(() => [...this.keys.values()].map(withoutSecret));
  createKey = async (key: StoredApiKey, { change }: ChangeOptions<ApiKey> = {}) =>
    this.#answer(() => {
      this.keys.set(key.id, key);
      this.changes.push(change);
    });
  revokeKey = async (id: string, atMs: number, { change }: ChangeOptions<ApiKey> = {}) =>
    this.#answer(() => {
      const key = this.keys.get(id);
      if (!key) throw new KeyError('key-not-found', `there is no key ${id}`);
      const revoked = { ...key, revokedMs: key.revokedMs ?? atMs };
      this.keys.set(id, revoked);
      this.changes.push(change);
      return withoutSecret(revoked);
    });

  listAudit = async ({ before, limit }: AuditQuery) =>
    this.#answer(() => {
      const from = before ? this.audit.findIndex(({ id }) => id === before.id) + 1 : 0;
      return this.audit.slice(from, from + limit);
    });
  unpublished = async (limit: number) =>
    this.#answer(() =>
      this.audit
        .filter(({ id }) => !this.published.has(id))
        .reverse()
        .slice(0, limit),
    );
  markPublished = async (ids: readonly string[]) =>
    this.#answer(() => {
      for (const id of ids) this.published.add(id);
    });
  pruneAudit = async (beforeMs: number) =>
    this.#answer(() => {
      const kept = this.audit.filter(({ id, atMs }) => atMs >= beforeMs || !this.published.has(id));
      const deleted = this.audit.length - kept.length;
      this.audit = kept;
      return deleted;
    });

  #answer<T>(give: () => T): T {
    if (this.isAway) throw new ForewarnError('store-unavailable', 'connection refused');
    return give();
  }
}

const withoutSecret = ({ secretSha256: _, ...key }: StoredApiKey): ApiKey => key;
