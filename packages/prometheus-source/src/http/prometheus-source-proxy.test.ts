import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { answerWith } from './fake-prometheus.fixture.js';
import { oneSample, sourceOnFakePrometheus } from './source-on-fake-prometheus.fixture.js';

const fake = sourceOnFakePrometheus();
let proxy: Server;
let proxied: string[];

beforeEach(async () => {
  proxied = [];
  proxy = createServer((request, response) => {
    proxied.push(request.url ?? '');
    answerWith(oneSample)(request, response);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  for (const name of ['http_proxy', 'HTTP_PROXY'])
    vi.stubEnv(name, `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  for (const name of ['no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
});

afterEach(() => {
  vi.unstubAllEnvs();
  proxy.close();
  proxy.closeAllConnections();
});

it('asks a Prometheus on this machine directly, whatever http_proxy says', async () => {
  fake.server.answer(answerWith(oneSample));
  expect((await fake.query()).samples).toHaveLength(1);
  expect(proxied).toEqual([]);
});

it('asks a Prometheus elsewhere by the proxy', async () => {
  expect((await fake.query({ url: 'http://prometheus.example.invalid' })).samples).toHaveLength(1);
  expect(proxied).toHaveLength(1);
});

it('asks a Prometheus directly that NO_PROXY names', async () => {
  vi.stubEnv('no_proxy', 'example.invalid,.example.invalid');
  await expect(fake.query({ url: 'http://prometheus.example.invalid' })).rejects.toThrow(/cannot reach/);
  expect(proxied).toEqual([]);
});
