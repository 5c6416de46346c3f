import { readFileSync } from 'node:fs';
import { type RetrievalServiceClient, retrievalClient } from '@forewarn/contracts';
import type { TestIdentityProvider } from '@forewarn/testkit';
import { credentials, makeClientConstructor, type ServiceError, status } from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from './eventually.js';
import { askHttps } from './https-get.js';

/** A Forewarn that asks everybody who they are, over TLS. */
export interface GuardedPlace {
  /** Path of the authority's certificate. */
  readonly ca: string;
  /** https://… */
  readonly restUrl: string;
  /** host:port */
  readonly grpcAddress: string;
  /** https://… of each process. */
  readonly operationsUrls: readonly string[];
  readonly operationsToken: string;
  readonly adminKey: string;
  readonly provider: TestIdentityProvider;
}

/** The settings that make it so, of each process. @param provider  whose tokens are taken, by their default audience */
export const guardedSettings = (
  secrets: Pick<GuardedPlace, 'adminKey' | 'operationsToken'>,
  certificate: { readonly serverCert: string; readonly serverKey: string },
  provider: TestIdentityProvider,
): Record<string, string> => ({
  ACCESS: 'required',
  ACCESS_ADMIN_KEY: secrets.adminKey,
  ACCESS_OIDC_ISSUER: provider.issuer,
  OPERATIONS_TOKEN: secrets.operationsToken,
  TLS_CERT_FILE: certificate.serverCert,
  TLS_KEY_FILE: certificate.serverKey,
});

/** How a caller fares at REST and at gRPC. */
interface Outcome {
  readonly rest: number;
  readonly grpc: string;
}

/** What every interface does with those who come to it, as tests. */
export function accessPromises(where: () => GuardedPlace): void {
  const asked = (path: string, options: Parameters<typeof askHttps>[1] = {}) =>
    askHttps(`${where().restUrl}${path}`, { ca: readFileSync(where().ca), ...options });
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` });
  const clients: RetrievalServiceClient[] = [];
  const clientOf = (key?: string) => {
    const client = retrievalClient(where().grpcAddress, {
      tls: { ca: readFileSync(where().ca, 'utf8') },
      key,
    });
    clients.push(client);
    return client;
  };
  afterAll(() => {
    for (const client of clients) client.close();
  });

  const callGrpc = (key?: string): Promise<ServiceError | undefined> =>
    new Promise((resolve) => clientOf(key).getDickeyFuller({}, (error) => resolve(error ?? undefined)));

  const outcomeOf = async (key?: string): Promise<Outcome> => {
    const { status: rest } = await asked('/api/v1/slas', { headers: key === undefined ? {} : bearer(key) });
    const error = await callGrpc(key);
    return { rest, grpc: status[error?.code ?? status.OK]! };
  };

  const newKey = async (input: object): Promise<{ id: string; key: string }> => {
    const headers = bearer(where().adminKey);
    const answer = await asked('/api/v1/keys', { method: 'POST', headers, body: { name: 'test', ...input } });
    expect(answer.status).toBe(201);
    return JSON.parse(answer.body);
  };

  describe('keys', () => {
    it('that are right let callers in, as far as their role goes', async () => {
      const { key } = await newKey({ role: 'viewer' });
      expect(await outcomeOf(key)).toEqual({ rest: 200, grpc: 'OK' });
      const remove = (as: string) => asked('/api/v1/slas/none', { method: 'DELETE', headers: bearer(as) });
      expect((await remove(key)).status).toBe(403);
      expect((await remove((await newKey({ role: 'editor' })).key)).status).toBe(404);
      expect((await asked('/api/v1/keys', { headers: bearer(key) })).status).toBe(403);
    });

    it('that are narrowed to SLAs read no series of all', async () => {
      const { key } = await newKey({ role: 'viewer', scope: { slas: ['none-*'] } });
      expect(await outcomeOf(key)).toEqual({ rest: 200, grpc: 'PERMISSION_DENIED' });
      expect(JSON.parse((await asked('/api/v1/slas', { headers: bearer(key) })).body)).toEqual({ slas: [] });
    });

    it('that are wrong or missing do not', async () => {
      const { key } = await newKey({ role: 'admin' });
      const wrong = key.replace(/.{6}$/, 'AAAAAA');
      for (const each of [undefined, wrong, 'fwk_', 'x'])
        expect(await outcomeOf(each), String(each)).toEqual({ rest: 401, grpc: 'UNAUTHENTICATED' });
    });

    it('that are revoked let nobody in any more, at once or within ten seconds', async () => {
      const { id, key } = await newKey({ role: 'viewer' });
      expect(await outcomeOf(key)).toEqual({ rest: 200, grpc: 'OK' });
      const headers = bearer(where().adminKey);
      expect((await asked(`/api/v1/keys/${id}`, { method: 'DELETE', headers })).status).toBe(200);
      const refused = { rest: 401, grpc: 'UNAUTHENTICATED' };
      await eventually('the key is refused everywhere', async () => {
        const outcome = await outcomeOf(key);
        return outcome.rest === refused.rest && outcome.grpc === refused.grpc ? true : undefined;
      });
    });
  });

  describe('tokens of the identity provider', () => {
    const claims = { aud: 'forewarn', sub: '1', email: 'al@example.org' };
    it('let callers in by their roles', async () => {
      const viewer = await where().provider.sign({ ...claims, roles: ['viewer'] });
      expect(await outcomeOf(viewer)).toEqual({ rest: 200, grpc: 'OK' });
      const nobody = await where().provider.sign({ ...claims, roles: ['guest'] });
      expect(await outcomeOf(nobody)).toEqual({ rest: 403, grpc: 'PERMISSION_DENIED' });
    });

    it('that have expired or are for others do not', async () => {
      const nowSeconds = Math.floor(Date.now() / 1_000);
      const expired = await where().provider.sign({ ...claims, roles: ['admin'], exp: nowSeconds - 120 });
      const elsewhere = await where().provider.sign({ ...claims, roles: ['admin'], aud: 'another' });
      for (const token of [expired, elsewhere])
        expect(await outcomeOf(token)).toEqual({ rest: 401, grpc: 'UNAUTHENTICATED' });
    });
  });

  describe('strangers', () => {
    it('are told nothing but how to come in', async () => {
      const paths = ['about', 'status', 'slas', 'slas/any', 'series', 'indicators', 'keys', 'audit'];
      for (const path of paths) {
        const { status: code, body } = await asked(`/api/v1/${path}`);
        expect([path, code]).toEqual([path, 401]);
        expect(JSON.parse(body)).toEqual({
          type: 'urn:forewarn:error:credentials-missing',
          title: expect.any(String),
          status: 401,
          detail: 'this server answers only those it knows: send "Authorization: Bearer <key or token>"',
          instance: `/api/v1/${path}`,
          code: 'credentials-missing',
        });
      }
      const error = await callGrpc();
      expect(error?.details).toMatch(/^this server answers only those it knows/);
      expect(JSON.parse((await asked('/api/v1/session')).body)).toMatchObject({
        access: 'required',
        caller: null,
      });
    });

    it('find the health of gRPC, as probes do', async () => {
      const Health = makeClientConstructor(healthService, 'Health');
      const ca = readFileSync(where().ca);
      const client = new Health(
        where().grpcAddress.replace('127.0.0.1', 'localhost'),
        credentials.createSsl(ca),
      );
      const answer = await new Promise((resolve, reject) =>
        (
          client as never as {
            check: (request: object, done: (error: unknown, answer: unknown) => void) => void;
          }
        ).check({}, (error, found) => (error ? reject(error) : resolve(found))),
      );
      client.close();
      expect(answer).toMatchObject({ status: 'SERVING' });
    });

    it('are not spoken to without TLS', async () => {
      const plain = where().restUrl.replace('https:', 'http:');
      await expect(askHttps(`${plain}/api/v1/session`)).rejects.toThrow();
      const client = retrievalClient(where().grpcAddress, { key: where().adminKey });
      clients.push(client);
      const error = await new Promise<ServiceError | null>((resolve) =>
        client.getDickeyFuller({}, { deadline: Date.now() + 5_000 }, (failure) => resolve(failure)),
      );
      expect([status.UNAVAILABLE, status.DEADLINE_EXCEEDED]).toContain(error?.code);
    });
  });

  describe('operations', () => {
    it('keep metrics and reasons for who has the token', async () => {
      for (const url of where().operationsUrls) {
        const ca = readFileSync(where().ca);
        const ask = (path: string, headers = {}) => askHttps(`${url}${path}`, { ca, headers });
        expect((await ask('/metrics')).status).toBe(401);
        expect((await ask('/metrics', bearer(where().adminKey))).status).toBe(401);
        expect((await ask('/metrics', bearer(where().operationsToken))).body).toContain('process_cpu');
        expect(JSON.parse((await ask('/readyz')).body)).toEqual({ status: 'ready' });
        expect(JSON.parse((await ask('/healthz')).body)).toEqual({ status: 'alive' });
        const ready = await ask('/readyz', bearer(where().operationsToken));
        expect(JSON.parse(ready.body)).toHaveProperty('parts');
      }
    });
  });

  describe('changes', () => {
    let entries: { author: string; kind: string; action: string; address: string; after: unknown }[] = [];
    beforeAll(async () => {
      const { key } = await newKey({ role: 'editor', name: 'ci' });
      const sla = {
        name: 'audited',
        objectives: [{ name: 'o', indicator: 'up', min: 1, target: 0.5, window: '1h' }],
      };
      const headers = bearer(key);
      expect((await asked('/api/v1/slas', { method: 'POST', headers, body: sla })).status).toBe(201);
      const audit = await asked('/api/v1/audit?limit=2', { headers: bearer(where().adminKey) });
      entries = JSON.parse(audit.body).entries;
    });

    it('are kept with who made them and from where', () => {
      expect(entries).toMatchObject([
        {
          action: 'create',
          kind: 'sla',
          name: 'audited',
          role: 'editor',
          address: expect.stringMatching(/127/),
        },
        { action: 'create', kind: 'key', author: 'the administrator', name: 'ci', before: null },
      ]);
      expect(entries[0]?.author).toMatch(/^key ci \(\w{8}\)$/);
      expect(JSON.stringify(entries)).not.toMatch(/fwk_/);
    });
  });
}
