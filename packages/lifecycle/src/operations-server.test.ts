import { once } from 'node:events';
import { connect } from 'node:net';
import { ForewarnError } from '@forewarn/core';
import { createMetricsRegistry, Gauge, Registry } from '@forewarn/telemetry';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeBehaviour, fakeService } from './fake-service.fixture.js';
import { sendRaw } from './hosts/raw-request.fixture.js';
import {
  createOperationsServer,
  type OperationsOptions,
  type OperationsServer,
} from './operations-server.js';

const running: OperationsServer[] = [];

/** Starts a server that reports on a service of this behaviour. */
async function start(
  behaviour: FakeBehaviour = {},
  registry = createMetricsRegistry(),
  options: Partial<OperationsOptions> = {},
) {
  const services = [fakeService('storage', [], behaviour), fakeService('etl', [])];
  const server = createOperationsServer({
    host: '127.0.0.1',
    port: 0,
    registry,
    services,
    checkTimeoutMs: 20,
    readinessKeptMs: 3_600_000,
    allowedHosts: ['etl'],
    ...options,
  });
  running.push(server);
  await server.start(new AbortController().signal);
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${server.port}${path}`, init);
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop()));
});

describe('the operations server', () => {
  it('is alive while it answers', async () => {
    const response = await (await start())('/healthz');
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({ status: 'alive' });
  });

  it('is ready while every service can do its work', async () => {
    const response = await (await start())('/readyz?verbose');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready', parts: { storage: 'ready', etl: 'ready' } });
  });

  it.each<[string, FakeBehaviour, string]>([
    [
      'a service whose check meets a defect',
      { check: () => Promise.reject(new Error('10.0.0.7:3306 is no database')) },
      "its check failed. The server's log has the details.",
    ],
    [
      'a service whose database is away',
      {
        check: () => Promise.reject(new ForewarnError('store-unavailable', 'connect ECONNREFUSED 10.0.0.7')),
      },
      "The database cannot be reached, or gave up a transaction that may be tried again. The server's log has the details.",
    ],
    [
      'a service that is told more of its database',
      {
        check: () =>
          Promise.reject(
            new ForewarnError('store-unavailable', 'read only (10.0.0.7)', {
              told: 'Nothing can be written.',
            }),
          ),
      },
      "Nothing can be written. The server's log has the details.",
    ],
    ['a service that does not answer', { check: () => new Promise(() => {}) }, 'no answer within 20ms'],
  ])('is not ready with %s', async (_, behaviour, reason) => {
    const response = await (await start(behaviour))('/readyz');
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'not ready', parts: { storage: reason, etl: 'ready' } });
  });

  it('tells its log what no answer says, once while it lasts', async () => {
    const logger = recordingLogger();
    let problem: Error | undefined = new ForewarnError('store-unavailable', 'connect ECONNREFUSED 10.0.0.7');
    const check = async () => {
      if (problem) throw problem;
    };
    const get = await start({ check }, undefined, { logger, readinessKeptMs: 0 });
    for (let n = 0; n < 3; n += 1) expect((await get('/readyz')).status).toBe(503);
    problem = undefined;
    for (let n = 0; n < 2; n += 1) expect((await get('/readyz')).status).toBe(200);
    expect(logger.lines.map(({ level, fields, message }) => [level, fields.error, message])).toEqual([
      ['warn', expect.objectContaining({ message: 'connect ECONNREFUSED 10.0.0.7' }), 'storage is not ready'],
      ['info', undefined, 'storage is ready again'],
    ]);
  });

  it('asks the services once for many who ask', async () => {
    let checks = 0;
    const get = await start({
      check: async () => {
        checks += 1;
      },
    });
    await Promise.all(Array.from({ length: 50 }, () => get('/readyz')));
    expect(checks).toBe(1);
  });

  it.each(['/healthz', '/readyz', '/metrics', '/nothing'])(
    'does not answer to names of others at %s',
    async (path) => {
      await start();
      const { port } = running[0]!;
      const answer = await sendRaw(port, `GET ${path} HTTP/1.1`, 'Host: evil.example');
      expect(answer).toMatch(/^HTTP\/1\.1 421 .*\r\n(.+\r\n)*content-type: application\/problem\+json/i);
      const body = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
      expect(body).toMatchObject({ status: 421, code: 'host-not-allowed', instance: path });
      expect(body.detail).toMatch(/the name evil\.example: .*ALLOWED_HOSTS/);
    },
  );

  it('answers to names that it is given, and where the target names the host', async () => {
    await start();
    const { port } = running[0]!;
    for (const target of ['/healthz', 'http://etl:9201/healthz?x=1'])
      expect(await sendRaw(port, `GET ${target} HTTP/1.1`, 'Host: etl')).toMatch(/^HTTP\/1\.1 200/);
  });

  it('tells a check that it is too late', async () => {
    let given: AbortSignal | undefined;
    const get = await start({
      check: (signal) => {
        given = signal;
        return new Promise(() => {});
      },
    });
    await get('/readyz');
    expect(given?.aborted).toBe(true);
  });

  it('shows metrics in the text format', async () => {
    const response = await (await start())('/metrics');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(await response.text()).toContain('process_cpu_seconds_total');
  });

  it('says so when metrics cannot be collected', async () => {
    const registry = new Registry();
    const collect = () => {
      throw new Error('no such gauge');
    };
    new Gauge({ name: 'broken', help: 'Broken', registers: [registry], collect });
    const logger = recordingLogger();
    const response = await (await start({}, registry, { logger }))('/metrics');
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('the server failed at this request; its log has the details\n');
    expect(logger.lines).toMatchObject([{ level: 'error', fields: { error: { message: 'no such gauge' } } }]);
  });

  it('counts connections beyond a hundred, and answers those that are there', async () => {
    const registry = createMetricsRegistry();
    await start({}, registry);
    const { port } = running[0]!;
    const sockets = Array.from({ length: 101 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    await Promise.race(sockets.map((socket) => once(socket.resume(), 'close')));
    for (const socket of sockets) socket.destroy();
    expect(await registry.metrics()).toMatch(
      /^forewarn_refused_connections_total\{listener="operations"\} [1-9]/m,
    );
  });

  it.each(['/', '/metric', '//', '/healthz/'])('has nothing at %s and says what there is', async (path) => {
    const response = await (await start())(path);
    expect(response.status).toBe(404);
    expect(await response.text()).toBe('try /healthz, /readyz or /metrics\n');
  });

  it('answers HEAD without a body, and nothing but GET beside it', async () => {
    const get = await start();
    const head = await get('/healthz', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    const post = await get('/healthz', { method: 'POST' });
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
  });

  describe('with a token', () => {
    const token = 'correct-horse-battery';
    const locked = () => start({ check: () => Promise.reject(new Error('x')) }, undefined, { token });
    const bearing = (shown: string) => ({ headers: { authorization: shown } });

    it.each(['Bearer correct-horse-battery', 'bearer  correct-horse-battery '])(
      'shows metrics and reasons to %s',
      async (shown) => {
        const get = await locked();
        expect((await get('/metrics', bearing(shown))).status).toBe(200);
        const ready = await get('/readyz', bearing(shown));
        expect([ready.status, await ready.json()]).toMatchObject([503, { parts: { etl: 'ready' } }]);
      },
    );

    it.each([
      '',
      'Bearer',
      'Bearer correct-horse',
      'Bearer correct-horse-battery-2',
      'Basic correct-horse-battery',
      token,
    ])('shows "%s" the states alone, and says what is missing', async (shown) => {
      const get = await locked();
      const metrics = await get('/metrics', bearing(shown));
      expect([metrics.status, metrics.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer realm="operations"',
      ]);
      expect(await metrics.text()).toContain('OPERATIONS_TOKEN');
      const ready = await get('/readyz', bearing(shown));
      expect([ready.status, await ready.json()]).toEqual([503, { status: 'not ready' }]);
      expect((await get('/healthz', bearing(shown))).status).toBe(200);
    });
  });

  it('stops, also when it was never started', async () => {
    const get = await start();
    await running[0]!.stop();
    await expect(get('/healthz')).rejects.toThrow();
    const options = { host: '127.0.0.1', port: 0, registry: new Registry(), services: [] };
    await createOperationsServer(options).stop();
  });
});
