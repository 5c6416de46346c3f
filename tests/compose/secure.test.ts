import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { networkInterfaces } from 'node:os';
import { text } from 'node:stream/consumers';
import { retrievalClient } from '@forewarn/contracts';
import { Metadata, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quickRounds, roundStoredAfter } from '../support/compose-results.js';
import { expectHidden } from '../support/compose-secrets.js';
import { type ComposeStack, composeStack, isHealthy, prometheusUrl } from '../support/compose-stack.js';
import { eventually } from '../support/eventually.js';
import { getJson } from '../support/rest-api.js';
import { stackServices } from '../support/service-catalogue.js';

/** An address of this machine at which others reach it. */
const address = Object.values(networkInterfaces())
  .flatMap((found = []) => found)
  .find(({ family, internal }) => family === 'IPv4' && !internal)!.address;

interface Target {
  readonly health: string;
  readonly lastError: string;
  readonly scrapeUrl: string;
  readonly labels: Readonly<Record<string, string>>;
}

describe('docker compose up with docker-compose.secure.yml', () => {
  let stack: ComposeStack;
  let key: string;
  let ca: string;

  beforeAll(async () => {
    stack = await composeStack({
      overlay: 'secure',
      settings: { ...quickRounds, BIND_ADDRESS: address, TLS_NAMES: address },
    });
    await stack.up();
    const cat = (file: string) =>
      stack.compose(['exec', '-T', 'sla-manager', 'cat', `/run/forewarn/${file}`]);
    key = await cat('access/admin-key');
    ca = await cat('tls/ca.crt');
  });

  afterAll(async () => {
    await stack?.down();
  });

  const statusAt = (protocol: string) => `${protocol}://${address}:${stack.env.SLA_PORT}/api/v1/status`;
  const ask = async (headers: Record<string, string> = {}) => {
    const sent = request(statusAt('https'), { ca, agent: false, headers }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: response.statusCode, body: JSON.parse(await text(response)) as { code?: string } };
  };
  const withKey = () => ({ authorization: `Bearer ${key}` });

  it('ends with every service healthy', async () => {
    const containers = await stack.containers();
    expect(containers.map(({ Service }) => Service).sort()).toEqual(await stack.services());
    expect(containers.filter((container) => !isHealthy(container))).toEqual([]);
  });

  it('answers over https who shows the key that was drawn, and nobody else', async () => {
    expect(key).toMatch(/^[0-9a-f]{48}$/);
    expect((await ask(withKey())).status).toBe(200);
    const strange = await ask();
    expect([strange.status, strange.body.code]).toEqual([401, 'credentials-missing']);
    expect((await ask({ authorization: 'Bearer x'.padEnd(60, 'x') })).status).toBe(401);
    await expect(fetch(statusAt('http'))).rejects.toThrow();
  });

  it('does so over gRPC', async () => {
    const client = retrievalClient(`${address}:${stack.env.RETRIEVAL_PORT}`, { tls: { ca } });
    const list = async (metadata: Metadata) => {
      const names: string[] = [];
      for await (const { series } of client.listForecasts({}, metadata)) names.push(series!.metric);
      return names;
    };
    try {
      await roundStoredAfter(stack, 0);
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${key}`);
      expect(await list(metadata)).toContain('node_memory_MemFree_bytes');
      await expect(list(new Metadata())).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
    } finally {
      client.close();
    }
  });

  it('is scraped over https with the token that was drawn: every target is up', async () => {
    const targets = await eventually('every target is up', async () => {
      const { data } = await getJson<{ data: { activeTargets: Target[] } }>(
        `${prometheusUrl(stack)}/api/v1/targets?state=active`,
      );
      return data.activeTargets.every(({ health }) => health === 'up') ? data.activeTargets : undefined;
    });
    const own = targets.filter(({ labels }) => labels.job === 'forewarn');
    expect(own.map(({ labels }) => labels.service).sort()).toEqual([...stackServices].sort());
    for (const { scrapeUrl } of own) expect(scrapeUrl).toMatch(/^https:/);
  });

  it('does not tell its metrics to who has no token', async () => {
    const script =
      "require('https').get({ host: '127.0.0.1', port: process.env.OPERATIONS_PORT, path: '/metrics', rejectUnauthorized: false }, (r) => console.log(r.statusCode))";
    for (const name of stackServices)
      expect((await stack.compose(['exec', '-T', name, 'node', '-e', script])).trim(), name).toBe('401');
  });

  it('publishes on other addresses than of this machine only what asks for a key', async () => {
    const published = (await stack.containers()).flatMap(({ Service, Publishers }) =>
      (Publishers ?? []).flatMap(({ URL, PublishedPort }) =>
        PublishedPort > 0 && URL !== '127.0.0.1' ? Service : [],
      ),
    );
    expect([...new Set(published)].sort()).toEqual(['retrieval', 'sla-manager']);
  });

  it('lets nobody in to MySQL without TLS', async () => {
    const script =
      'mysql --host=127.0.0.1 --user=forewarn --password="$(cat /run/forewarn/database/password)" --ssl-mode=MODE --execute="SELECT 1" 2>&1; true';
    const login = (mode: string) =>
      stack.compose(['exec', '-T', 'mysql', 'sh', '-c', script.replace('MODE', mode)]);
    expect(await login('DISABLED')).toMatch('require_secure_transport=ON');
    expect(await login('REQUIRED')).toMatch(/^1$/m);
  });

  it('shows no secret to who looks at it', async () => {
    await expectHidden(stack, [...(await stack.secrets()).values()]);
  });

  it('keeps keys and certificates when everything is made anew', async () => {
    await stack.compose(['down']);
    await stack.up();
    expect((await ask(withKey())).status).toBe(200);
  });
});

describe('docker compose up where others reach it, without a key', () => {
  it('does not start what others would reach, and says what to set', async () => {
    const stack = await composeStack({ settings: { BIND_ADDRESS: '0.0.0.0' } });
    try {
      await stack.compose(['up', 'secrets']);
      await stack.compose(['up', '--detach', '--no-deps', 'retrieval', 'sla-manager']);
      for (const name of ['retrieval', 'sla-manager'])
        await eventually(`${name} says why it does not start`, async () =>
          (await stack.compose(['logs', '--no-color', name])).includes(
            'BIND_ADDRESS is 0.0.0.0, where others can reach it: set ACCESS=required',
          )
            ? true
            : undefined,
        );
      expect((await stack.containers()).filter(({ Health }) => Health === 'healthy')).toEqual([]);
    } finally {
      await stack.down();
    }
  });
});
