import {
  type AuditEntryDocument,
  auditList,
  createdKey,
  type KeyDocument,
  keyList,
  keyOutput,
  lenient,
} from '@forewarn/contracts/rest';
import type { CallOptions } from '@forewarn/core';
import type { z } from 'zod';
import { getJson, type HttpOptions, requestJson } from '../sla/get-json.js';

/** What an administrator asks of a server. Failures are `ForewarnError`s, with the server's code where it gives one. */
export interface Administration {
  keys(options?: CallOptions): Promise<readonly KeyDocument[]>;
  /** @param input  as the server takes it: the server checks it */
  createKey(input: unknown, options?: CallOptions): Promise<CreatedKeyDocument>;
  revokeKey(id: string, options?: CallOptions): Promise<KeyDocument>;
  /** Changes, the newest first; as many as there are, or as are asked for. */
  audit(most: number, options?: CallOptions): AsyncIterable<AuditEntryDocument>;
}

/** A key with its text, which is given once. */
type CreatedKeyDocument = z.output<typeof createdKey>;

const keysDocument = lenient(keyList);
const keyDocument = lenient(keyOutput);
const createdDocument = lenient(createdKey);
const auditDocument = lenient(auditList);

/** As many as the server gives at once. */
const entriesAPage = 500;

/** The administration over HTTP. */
export function createAdministration(http: HttpOptions): Administration {
  return {
    keys: async (options) => (await getJson('api/v1/keys', keysDocument, { ...http, ...options })).keys,
    createKey: async (body, options) => {
      const request = { method: 'POST', path: 'api/v1/keys', body } as const;
      return (await requestJson(request, createdDocument, { ...http, ...options })).document;
    },
    revokeKey: async (id, options) => {
      const request = { method: 'DELETE', path: `api/v1/keys/${encodeURIComponent(id)}` } as const;
      return (await requestJson(request, keyDocument, { ...http, ...options })).document;
    },
    async *audit(most, options) {
      let after: string | undefined;
      for (let left = most; left > 0; ) {
        const query = new URLSearchParams({
          limit: String(Math.min(left, entriesAPage)),
          ...(after && { after }),
        });
        const page = await getJson(`api/v1/audit?${query}`, auditDocument, { ...http, ...options });
        yield* page.entries;
        left -= page.entries.length;
        after = page.next;
        if (after === undefined || page.entries.length === 0) return;
      }
    },
  };
}
