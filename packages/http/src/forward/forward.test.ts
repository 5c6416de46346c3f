import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { get, request } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { deferred, jsonFrom, startListener, startUpstream } from '../http-bench.fixture.js';
import { defineRoute } from '../route/route.js';
import type { Forward } from './forward.js';

const prefix = '/api/v1/anomalies';

/** A front door before one service. */
const startDoor = (target: URL, options: { requestTimeoutMs?: number; forward?: readonly Forward[] } = {}) =>
  startListener({ forward: [{ prefix, target }], ...options });

/** Reads the answer to a GET without a client that keeps connections. */
async function open(url: string): Promise<IncomingMessage> {
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  return response;
}

/** Answers with what it was asked. */
const startEcho = () =>
  startUpstream(async ({ method, url, headers }, response) => {
    response.end(JSON.stringify({ method, url, headers }));
  });

describe('a request to a part of the API that another service has', () => {
  it('goes there as it is: path, query, method, body and headers', async () => {
    const target = await startUpstream(async (asked, response) => {
      response.writeHead(201, { 'content-type': 'application/json', location: `${prefix}/1`, etag: '"1"' });
      const { method, url, headers } = asked;
      response.end(JSON.stringify({ method, url, body: await text(asked), own: headers['x-own'] }));
    });
    const { origin } = await startDoor(target);
    const response = await fetch(`${origin}${prefix}/a%20b?x=1&x=2`, {
      method: 'POST',
      body: '{"a":1}',
      headers: { 'x-own': 'kept', 'content-type': 'application/json' },
    });
    expect(response.status).toBe(201);
    expect(response.headers.get('location')).toBe(`${prefix}/1`);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await response.json()).toEqual({
      method: 'POST',
      url: `${prefix}/a%20b?x=1&x=2`,
      body: '{"a":1}',
      own: 'kept',
    });
  });

  it.each([
    ['POST', 'the target', (door: string, target: URL) => [door, target.origin]],
    ['GET', 'the page that asks', () => ['http://elsewhere.example', 'http://elsewhere.example']],
    ['POST', 'nobody, where nobody is said', () => [undefined, undefined]],
  ])('%s means the target as its host, and comes from %s', async (method, _, origins) => {
    const target = await startEcho();
    const { origin: door } = await startDoor(target);
    const [from, told] = origins(door, target);
    const asked = request(`${door}${prefix}`, {
      method,
      agent: false,
      headers: { ...(from !== undefined && { origin: from }) },
    });
    const [response] = (await once(asked.end(), 'response')) as [IncomingMessage];
    const { headers } = JSON.parse(await text(response));
    expect([headers.host, headers.origin]).toEqual([target.host, told]);
  });

  it('says for whom it is asked, and drops what is meant for one connection', async () => {
    const target = await startEcho();
    const { origin } = await startDoor(target);
    const { host } = new URL(origin);
    const sent = get(`${origin}${prefix}`, {
      agent: false,
      headers: { connection: 'x-hop', 'x-hop': '1', te: 'trailers', 'x-forwarded-for': '10.0.0.1' },
    });
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const { headers } = JSON.parse(await text(response));
    expect(headers).toMatchObject({
      host: target.host,
      'x-forwarded-for': '10.0.0.1, 127.0.0.1',
      'x-forwarded-host': host,
      'x-forwarded-proto': 'http',
      via: expect.stringMatching(/^1\.1 forewarn-/),
    });
    expect(headers).not.toHaveProperty('x-hop');
    expect(headers).not.toHaveProperty('te');
  });

  it('is one below the prefix, not one that only begins alike', async () => {
    const { origin } = await startDoor(await startEcho());
    expect((await fetch(`${origin}${prefix}`)).status).toBe(200);
    expect((await fetch(`${origin}${prefix}-of-others`)).status).toBe(404);
  });

  it('goes to a path of the service, where its address has one', async () => {
    const { origin } = await startDoor(new URL('/detector/', await startEcho()));
    expect((await jsonFrom(`${origin}${prefix}/x`)).url).toBe(`/detector${prefix}/x`);
  });

  it('passes problems of the service through', async () => {
    const problem = { code: 'anomaly-not-found', status: 404 };
    const target = await startUpstream((_, response) => {
      response.writeHead(404, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem));
    });
    const { origin } = await startDoor(target);
    const response = await fetch(`${origin}${prefix}/x`);
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
    expect(await response.json()).toEqual(problem);
  });
});

describe('bodies of forwarded requests', () => {
  it('stream up and down at once', async () => {
    const target = await startUpstream((asked, response) => void asked.pipe(response));
    const { origin } = await startDoor(target);
    const sent = request(`${origin}${prefix}`, { method: 'POST', agent: false });
    sent.write('ping');
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(String((await once(response, 'data'))[0])).toBe('ping');
    sent.write('pong');
    expect(String((await once(response, 'data'))[0])).toBe('pong');
    const ended = once(response, 'end');
    sent.end();
    await ended;
  });

  it('are events that come when they happen, and end when the door drains', async () => {
    const target = await startUpstream((_, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    });
    const { origin, listener } = await startDoor(target);
    const response = await open(`${origin}${prefix}`);
    expect(String((await once(response, 'data'))[0])).toBe('data: 1\n\n');
    const ended = once(response, 'end');
    await listener.stop();
    await ended;
    expect(response.complete).toBe(true);
  });

  it('are events that end at once where they begin while the door drains', async () => {
    const [asked, draining] = [deferred(), deferred()];
    const target = await startUpstream(async (_, response) => {
      asked.resolve();
      await draining.promise;
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    });
    const { origin, listener } = await startDoor(target);
    const opened = open(`${origin}${prefix}`);
    await asked.promise;
    const stopped = listener.stop();
    draining.resolve();
    const response = await opened;
    const ended = once(response.resume(), 'end');
    await stopped;
    await ended;
    expect(response.complete).toBe(true);
  });

  it('are given up when the client disconnects', async () => {
    const closed = deferred();
    const target = await startUpstream((_, response) => {
      response.once('close', () => closed.resolve());
      response.write('x');
    });
    const { origin } = await startDoor(target);
    const response = await open(`${origin}${prefix}`);
    response.destroy();
    await closed.promise;
  });
});

describe('a service that cannot be asked', () => {
  const failure = async (origin: string) => {
    const response = await fetch(`${origin}${prefix}`);
    return { status: response.status, body: await response.json() };
  };
  const detail = expect.stringMatching(
    /cannot be reached, or does not answer in time\. The server's log has the details\.$/,
  );
  const unavailable = { status: 503, body: { code: 'upstream-unavailable', retryAfterSeconds: 5, detail } };

  it('is said to be unavailable when nothing listens there', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    server.close();
    await once(server, 'close');
    const { origin } = await startDoor(new URL(`http://127.0.0.1:${port}`));
    expect(await failure(origin)).toMatchObject(unavailable);
  });

  it('is said to be unavailable when it does not answer in time', async () => {
    const { origin } = await startDoor(await startUpstream(() => {}), { requestTimeoutMs: 50 });
    expect(await failure(origin)).toMatchObject(unavailable);
  });

  it('is said to be unavailable when it does not speak HTTP', async () => {
    const server = createServer((socket) => socket.end('no\r\n\r\n')).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { origin } = await startDoor(new URL(`http://127.0.0.1:${port}`));
    expect(await failure(origin)).toMatchObject(unavailable);
  });

  it('is cut off when it breaks off, so that nobody takes a part for the whole', async () => {
    const target = await startUpstream((_, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    const { origin } = await startDoor(target);
    await expect(fetch(`${origin}${prefix}`).then((response) => response.text())).rejects.toThrow();
  });

  it('is not asked for ever when its requests come back', async () => {
    let door = new URL('http://127.0.0.1:1');
    const mirror = await startUpstream((asked, response) => {
      void asked.pipe(
        request(new URL(asked.url!, door), { headers: asked.headers }, (answer) => {
          response.writeHead(answer.statusCode!, answer.headers);
          answer.pipe(response);
        }),
      );
    });
    const { origin } = await startDoor(mirror);
    door = new URL(origin);
    expect(await failure(origin)).toMatchObject(unavailable);
  });
});

describe('a listener', () => {
  it('does not forward what it serves itself', async () => {
    const own = defineRoute(
      {
        method: 'get',
        path: `${prefix}/own`,
        operationId: 'own',
        summary: 'Own',
        access: 'read',
        responses: { 200: { description: 'Own', schema: z.string() } },
        errors: [],
      },
      async () => ({ status: 200, body: 'own' }),
    );
    const target = new URL('http://127.0.0.1:1');
    await expect(startListener({ routes: [own], forward: [{ prefix, target }] })).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(`own (GET ${prefix}/own)`),
    });
  });
});
