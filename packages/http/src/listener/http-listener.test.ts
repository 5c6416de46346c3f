import { anybody, ForewarnError } from '@forewarn/core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { deferred, jsonFrom, startListener } from '../http-bench.fixture.js';
import { HttpError } from '../http-error.js';
import { defineRoute } from '../route/route.js';
import { createHttpListener } from './http-listener.js';

const never = new AbortController().signal;
const info = { title: 'Two apps', version: '1.2.3', description: 'Both of them' };

/** A route that answers with its name. */
const named = (operationId: string, path: string, work: () => Promise<unknown> = async () => {}) =>
  defineRoute(
    {
      method: 'get',
      path,
      operationId,
      summary: operationId,
      access: operationId.startsWith('operate') ? 'operate' : 'read',
      responses: {
        200: { description: 'The name', schema: z.string() },
        202: { description: 'Later', schema: z.object({ later: z.boolean() }) },
      },
      errors: [],
    },
    async () => {
      await work();
      return operationId === 'later'
        ? { status: 202, body: { later: true } }
        : { status: 200, body: operationId };
    },
  );

describe('a listener', () => {
  it('serves the routes of several apps, and describes them in one document', async () => {
    const routes = [named('one', '/api/v1/one'), named('two', '/api/v1/two/{name}')];
    const { origin } = await startListener({ routes, info });
    expect(await (await fetch(`${origin}/api/v1/one`)).json()).toBe('one');
    const document = await jsonFrom(`${origin}/openapi.json`);
    expect(document).toMatchObject({ info, openapi: '3.1.0' });
    expect(Object.keys(document.paths)).toEqual(['/api/v1/one', '/api/v1/two/{name}']);
  });

  it('describes each success status by a schema of its own', async () => {
    const { origin } = await startListener({ routes: [named('later', '/api/v1/later')] });
    const response = await fetch(`${origin}/api/v1/later`);
    expect([response.status, await response.json()]).toEqual([202, { later: true }]);
    const { paths } = await jsonFrom(`${origin}/openapi.json`);
    const { responses } = paths['/api/v1/later'].get;
    expect(responses['200'].content['application/json'].schema).toEqual({ type: 'string' });
    expect(responses['202'].content['application/json'].schema.required).toEqual(['later']);
  });

  it('describes the refusals that any route answers with, and that of foreign pages where something is changed', async () => {
    const change = { ...named('change', '/api/v1/change'), method: 'post' as const };
    const { origin } = await startListener({ routes: [named('one', '/api/v1/one'), change] });
    const { paths } = await jsonFrom(`${origin}/openapi.json`);
    const refusals = ({ responses }: { responses: Record<string, { description: string }> }) =>
      ['401', '403', '421', '422'].map((status) => responses[status]?.description.match(/`[a-z-]+`(?=:)/g));
    const unknown = ['`credentials-missing`', '`credentials-invalid`'];
    const anywhere = [['`host-not-allowed`'], ['`answer-too-large`']];
    expect(refusals(paths['/api/v1/one'].get)).toEqual([unknown, ['`access-denied`'], ...anywhere]);
    const [, forbidden] = refusals(paths['/api/v1/change'].post);
    expect(forbidden?.toSorted()).toEqual(['`access-denied`', '`origin-not-allowed`']);
  });

  it.each([
    ['/api/v1/x', '/api/v1/x'],
    ['/api/v1/{a}', '/api/v1/{b}'],
  ])('is not made of two routes for %s and %s, and names both', (first, second) => {
    const make = () =>
      createHttpListener({
        host: '127.0.0.1',
        port: 0,
        info,
        routes: [named('one', first), named('two', second)],
      });
    expect(make).toThrow(`one (GET ${first}) and two (GET ${second}) are the same route`);
  });

  it('names the address that it cannot have', async () => {
    const { listener } = await startListener({});
    const second = createHttpListener({ host: '127.0.0.1', port: listener.port, routes: [], info });
    await expect(second.start(never)).rejects.toMatchObject({ code: 'address-in-use' });
    await second.stop();
  });

  it('finishes the answer in hand before it stops, and then refuses connections', async () => {
    const [reached, gate] = [deferred(), deferred()];
    const work = async () => {
      reached.resolve();
      await gate.promise;
    };
    const { origin, listener } = await startListener({ routes: [named('slow', '/api/v1/slow', work)] });
    const answer = fetch(`${origin}/api/v1/slow`);
    await reached.promise;
    const stopped = listener.stop();
    gate.resolve();
    expect((await answer).status).toBe(200);
    await stopped;
    await expect(fetch(`${origin}/api/v1/slow`)).rejects.toThrow();
  });

  it('is asked many things at once without a warning of too many listeners', async () => {
    const warnings: string[] = [];
    const note = ({ message }: Error) => void warnings.push(message);
    process.on('warning', note);
    onTestFinished(() => void process.off('warning', note));
    const [all, gate] = [deferred(), deferred()];
    let reached = 0;
    const work = async () => {
      reached += 1;
      if (reached === 30) all.resolve();
      await gate.promise;
    };
    const routes = [named('slow', '/api/v1/slow', work)];
    const { origin } = await startListener({ routes, concurrentRequests: 30 });
    const answers = Array.from({ length: 30 }, () => fetch(`${origin}/api/v1/slow`));
    await all.promise;
    gate.resolve();
    expect((await Promise.all(answers)).every(({ ok }) => ok)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it('stops safely when it was never started, and is ready as soon as it listens', async () => {
    const listener = createHttpListener({ host: '127.0.0.1', port: 0, routes: [], info });
    await listener.check(never);
    await listener.stop();
    expect(listener.name).toBe('http');
  });

  it('serves no page where it is given none', async () => {
    const { origin } = await startListener({});
    expect((await fetch(`${origin}/`)).status).toBe(404);
  });
});

describe('access', () => {
  const routes = [named('one', '/api/v1/one'), named('operateIt', '/api/v1/operate')];

  it('is declared by each route, and shown', async () => {
    const { origin } = await startListener({ routes });
    const { paths } = await jsonFrom(`${origin}/openapi.json`);
    expect(paths['/api/v1/one'].get['x-access']).toBe('read');
    expect(paths['/api/v1/operate'].get['x-access']).toBe('operate');
  });

  it('is everybody’s where nobody is asked', async () => {
    const { origin } = await startListener({ routes });
    expect((await fetch(`${origin}/api/v1/operate`)).status).toBe(200);
  });

  it('is asked for before a request is read', async () => {
    const denied = { code: 'denied', kind: 'permission-denied', meaning: 'Not allowed.' } as const;
    const { origin } = await startListener({
      routes,
      authorize: (access, request) => {
        if (access !== 'read' && request.get('authorization') !== 'Bearer me')
          throw new ForewarnError(denied, 'you may not');
        return anybody;
      },
    });
    expect((await fetch(`${origin}/api/v1/one`)).status).toBe(200);
    expect((await fetch(`${origin}/api/v1/operate`)).status).toBe(403);
    const headers = { authorization: 'Bearer me' };
    expect((await fetch(`${origin}/api/v1/operate`, { headers })).status).toBe(200);
  });
});

describe('errors of http', () => {
  it('have the statuses of RFC 9110', () => {
    expect(new HttpError('precondition-failed', '').httpStatus).toBe(412);
    expect(new HttpError('upstream-unavailable', '').retryable).toBe(true);
  });
});
