import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { json, text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { startListener, startUpstream } from '../http-bench.fixture.js';
import { defineRoute } from '../route/route.js';

/** A listener with a route that changes something, a page, and a part that is forwarded; and what its route did. */
async function startAll(allowedHosts: readonly string[] = []) {
  const folder = await mkdtemp(path.join(tmpdir(), 'forewarn-page-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'index.html'), 'the page');
  const change = vi.fn();
  const route = defineRoute(
    {
      method: 'delete',
      path: '/api/v1/thing',
      operationId: 'deleteThing',
      summary: 'Deletes the thing',
      access: 'write',
      responses: { 200: { description: 'Deleted', schema: z.string() } },
      errors: [],
    },
    async () => {
      change();
      return { status: 200, body: 'deleted' };
    },
  );
  const target = await startUpstream((_, response) => response.end('forwarded'));
  const { listener, origin } = await startListener({
    allowedHosts,
    routes: [route],
    pages: { folder, files: {} },
    forward: [{ prefix: '/api/v1/anomalies', target }],
  });
  const ask = async (method: string, at: string, headers: Record<string, string>) => {
    const sent = request({ host: '127.0.0.1', port: listener.port, method, path: at, headers, agent: false });
    const [response] = (await once(sent.end(), 'response')) as [IncomingMessage];
    return response;
  };
  return { ask, change, origin, port: listener.port };
}

const everything = [
  ['DELETE', '/api/v1/thing'],
  ['GET', '/api/v1/anomalies'],
  ['GET', '/openapi.json'],
  ['GET', '/'],
  ['GET', '/nothing'],
  ['OPTIONS', '/api/v1/thing'],
] as const;

describe('a listener', () => {
  it.each(everything)(
    'does not answer %s %s of a page whose name was made to mean it',
    async (method, at) => {
      const { ask, change } = await startAll(['forewarn.example.org']);
      const answer = await ask(method, at, { host: 'evil.example', origin: 'http://evil.example' });
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([
        421,
        'application/problem+json; charset=utf-8',
      ]);
      expect(await json(answer)).toMatchObject({
        code: 'host-not-allowed',
        detail: expect.stringContaining('add the name to ALLOWED_HOSTS'),
      });
      expect(change).not.toHaveBeenCalled();
    },
  );

  it('lets a page of another server change nothing', async () => {
    const { ask, change } = await startAll();
    for (const host of ['127.0.0.1', 'localhost']) {
      const answer = await ask('DELETE', '/api/v1/thing', { host, origin: 'http://evil.example' });
      expect([answer.statusCode, await json(answer)]).toMatchObject([403, { code: 'origin-not-allowed' }]);
      const forwarded = await ask('POST', '/api/v1/anomalies', { host, origin: 'http://evil.example' });
      expect([forwarded.statusCode, await json(forwarded)]).toMatchObject([
        403,
        { code: 'origin-not-allowed' },
      ]);
    }
    expect(change).not.toHaveBeenCalled();
  });

  it.each(['localhost:8080', '127.0.0.1', '[::1]:8080', 'forewarn.example.org'])(
    'answers its own page at %s',
    async (host) => {
      const { ask } = await startAll(['forewarn.example.org']);
      const headers = { host, origin: `http://${host}` };
      expect(await text(await ask('GET', '/', headers))).toBe('the page');
      expect(await json(await ask('DELETE', '/api/v1/thing', headers))).toBe('deleted');
      expect(await text(await ask('POST', '/api/v1/anomalies', headers))).toBe('forwarded');
    },
  );

  it('finds what a target in absolute form asks for', async () => {
    const { port } = await startAll();
    const socket = connect(port, '127.0.0.1');
    const lines = [
      'GET http://localhost/api/v1/anomalies?x=1 HTTP/1.1',
      'Host: localhost',
      'Connection: close',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200.*forwarded/s);
  });
});
