import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { getJson } from './get-json.js';

it('does not carry a question on to where a server sends it, and says what to ask instead', async () => {
  const asked: (string | undefined)[] = [];
  const server = createServer(({ url }, response) => {
    asked.push(url);
    response.writeHead(301, { location: 'https://forewarn.example.org/api' }).end();
  });
  onTestFinished(() => void server.close());
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await expect(getJson('api', z.string(), { url, timeoutMs: 10_000 })).rejects.toMatchObject({
    code: 'sla-manager-unavailable',
    message: expect.stringMatching(
      /sends on to https:\/\/forewarn\.example\.org\/api: .* with --url or SLA_URL$/,
    ),
  });
  expect(asked).toEqual(['/api']);
});
