import { ForewarnError, type LogFields, type Logger, silentLogger } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { startBench } from '../rest-bench.fixture.js';

const json = { 'content-type': 'application/json' };
const sla = { name: 'x', objectives: [{ name: 'o', indicator: 'up', min: 1 }] };

/** Remembers errors. */
function recordingLogger() {
  const lines: LogFields[] = [];
  const logger: Logger = { ...silentLogger, error: (fields) => void lines.push(fields) };
  return { lines, logger };
}

describe('every failure is a problem document', () => {
  it('for a body that is not JSON', async () => {
    const { call } = await startBench();
    expect(await call('POST', '/api/v1/slas', undefined, { body: '{"name":', headers: json })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', detail: expect.stringContaining('not JSON') },
    });
  });

  it.each(['null', '5', '"text"', '[]', ''])('for the body %s', async (body) => {
    const { call } = await startBench();
    expect((await call('POST', '/api/v1/slas', undefined, { body, headers: json })).status).toBe(400);
  });

  it.each([
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/jsonp' },
    { ...json, 'content-encoding': 'zip' },
  ])('for a body sent as %o', async (headers) => {
    const { call } = await startBench();
    const answer = await call('POST', '/api/v1/slas', undefined, { body: JSON.stringify(sla), headers });
    expect(answer).toMatchObject({ status: 415, body: { code: 'unsupported-media-type' } });
  });

  it('but not for JSON with a charset or of a special kind', async () => {
    const { call } = await startBench();
    for (const type of ['application/json; charset=utf-8', 'application/vnd.x+json']) {
      const init = { body: JSON.stringify(sla), headers: { 'content-type': type } };
      expect([201, 409]).toContain((await call('POST', '/api/v1/slas', undefined, init)).status);
    }
  });

  it('for a body that is too large', async () => {
    const { call } = await startBench();
    const answer = await call('POST', '/api/v1/slas', { ...sla, description: 'x'.repeat(300_000) });
    expect(answer).toMatchObject({ status: 413, body: { code: 'request-too-large' } });
  });

  it.each(['/api/v1/nothing', '/api/v2/slas', '/missing.html'])('for the unknown path %s', async (path) => {
    const { call } = await startBench();
    expect(await call('GET', path)).toMatchObject({ status: 404, body: { code: 'route-not-found' } });
  });

  it('for a path that cannot be decoded', async () => {
    const { call } = await startBench();
    expect((await call('GET', '/api/v1/slas/%E0%A4%A')).status).toBe(400);
  });

  it('for a method that a path does not have, naming those that it has', async () => {
    const { call } = await startBench();
    const answer = await call('PATCH', '/api/v1/slas/x', sla);
    expect(answer).toMatchObject({ status: 405, body: { code: 'method-not-allowed' } });
    expect(answer.headers.get('allow')).toBe('DELETE, GET, HEAD, PUT');
  });

  it('for more requests a minute than are allowed', async () => {
    const { call } = await startBench({ requestsPerMinute: 2 });
    await call('GET', '/api/v1/about');
    await call('GET', '/api/v1/about');
    const answer = await call('GET', '/api/v1/about');
    expect(answer).toMatchObject({ status: 429, body: { code: 'rate-limited', retryAfterSeconds: 60 } });
    expect(answer.headers.get('retry-after')).toBe('60');
  });

  it('for a defect, whose message is logged once and not told', async () => {
    const { lines, logger } = recordingLogger();
    const { call, store } = await startBench({ logger });
    store.listSlas = async () => {
      throw new TypeError('secret is undefined');
    };
    const answer = await call('GET', '/api/v1/slas');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal' } });
    expect(JSON.stringify(answer.body)).not.toContain('secret');
    expect(lines).toMatchObject([
      { path: '/api/v1/slas', error: { cause: { message: 'secret is undefined' } } },
    ]);
  });

  it('for a store that refuses', async () => {
    const { call, store } = await startBench();
    store.failure = new ForewarnError('store-rejected', 'a value is out of range');
    expect(await call('POST', '/api/v1/slas', sla)).toMatchObject({
      status: 422,
      body: { code: 'store-rejected' },
    });
  });
});

describe('requests that take too long', () => {
  const never = new Promise<void>(() => {});

  it('are answered in time even where the source does not heed the signal', async () => {
    const { call, source } = await startBench({ requestTimeoutMs: 40 });
    await call('POST', '/api/v1/slas', sla);
    source.gate = never;
    expect(await call('GET', '/api/v1/slas/x/status')).toMatchObject({
      status: 504,
      body: { code: 'request-timeout', detail: expect.stringContaining('40ms') },
    });
  });

  it('are refused when too many wait', async () => {
    const { call, source } = await startBench({ concurrentRequests: 1 });
    await call('POST', '/api/v1/slas', sla);
    let open = () => {};
    source.gate = new Promise((resolve) => {
      open = resolve;
    });
    const answers = Array.from({ length: 12 }, () => call('GET', '/api/v1/slas/x/status'));
    const isRefused = ({ body }: Awaited<ReturnType<typeof call>>) => body?.code === 'overloaded';
    let refused = 0;
    await new Promise<void>((resolve) => {
      for (const answer of answers)
        void answer.then((given) => {
          if (isRefused(given)) refused += 1;
          if (refused === 3) resolve();
        });
    });
    open();
    const others = (await Promise.all(answers)).filter((answer) => !isRefused(answer));
    expect(others.map(({ status }) => status)).toEqual(Array(9).fill(200));
  });

  it('are cancelled when the client disconnects', async () => {
    const { call, source, origin } = await startBench();
    await call('POST', '/api/v1/slas', sla);
    source.addMinutes({ metric: 'up', labels: {} }, [1]);
    let release = () => {};
    const reached = new Promise<AbortSignal>((resolve) => {
      const rawSamples = source.rawSamples.bind(source);
      source.rawSamples = async (selector, range, options) => {
        if (options?.signal) resolve(options.signal);
        await new Promise<void>((go) => {
          release = go;
        });
        return rawSamples(selector, range, options);
      };
    });
    const client = new AbortController();
    const request = fetch(`${origin}/api/v1/slas/x/violations`, { signal: client.signal }).catch(
      () => 'gone',
    );
    const signal = await reached;
    const cancelled = new Promise((resolve) =>
      signal.addEventListener('abort', () => resolve(signal.reason.code)),
    );
    client.abort();
    expect(await request).toBe('gone');
    expect(await cancelled).toBe('cancelled');
    release();
  });
});
