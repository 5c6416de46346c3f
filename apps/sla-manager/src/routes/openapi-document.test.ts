import { pages } from '@forewarn/web';
import { describe, expect, it } from 'vitest';
import { startBench } from '../rest-bench.fixture.js';

describe('the page', () => {
  it('links to routes that there are', async () => {
    const { call } = await startBench({ pages });
    const links = [...(await call('GET', '/')).body.matchAll(/href="(\/(?:api|openapi)[^"]*)"/g)];
    expect(links.length).toBeGreaterThan(1);
    for (const [, path] of links) expect([path, (await call('GET', path)).status]).toEqual([path, 200]);
  });
});

/** All values of a key, however deep. */
function valuesOf(node: unknown, key: string): unknown[] {
  if (Array.isArray(node)) return node.flatMap((item) => valuesOf(item, key));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) => (name === key ? [value] : valuesOf(value, key)));
}

describe('the OpenAPI document', () => {
  it('is of version 3.1 and closed: every reference leads somewhere', async () => {
    const { call } = await startBench({ version: '1.2.3' });
    const { body } = await call('GET', '/openapi.json');
    expect(body).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3', title: expect.any(String) } });
    const references = valuesOf(body, '$ref') as string[];
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) {
      const target = reference
        .replace(/^#\//, '')
        .split('/')
        .reduce((node, key) => node?.[key], body);
      expect([reference, typeof target]).toEqual([reference, 'object']);
    }
  });

  it('declares every path parameter, names every operation once, and describes every answer', async () => {
    const { call } = await startBench();
    const { body } = await call('GET', '/openapi.json');
    const operations = Object.entries<
      Record<
        string,
        {
          operationId: string;
          parameters?: { in: string; name: string; required?: boolean }[];
          responses: Record<string, { description: string; content?: object }>;
        }
      >
    >(body.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, parameters = [], responses } of operations) {
      const declared = parameters
        .filter((each) => each.in === 'path' && each.required)
        .map(({ name }) => name);
      expect(declared).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
      for (const [status, { description, content }] of Object.entries(responses)) {
        expect(description).not.toBe('');
        expect(Object.keys(content ?? {})).toEqual(
          status === '204' ? [] : [Number(status) < 400 ? 'application/json' : 'application/problem+json'],
        );
      }
    }
  });

  it('has the routes that users were promised', async () => {
    const { call } = await startBench();
    const { paths } = (await call('GET', '/openapi.json')).body;
    const all = Object.entries<object>(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(all.sort()).toEqual(
      [
        'get /api/v1/about',
        'get /api/v1/series',
        'get /api/v1/slas',
        'post /api/v1/slas',
        'get /api/v1/slas/{name}',
        'put /api/v1/slas/{name}',
        'delete /api/v1/slas/{name}',
        'get /api/v1/slas/{name}/execution-times',
        'get /api/v1/slas/{name}/predictions',
        'get /api/v1/slas/{name}/series',
        'get /api/v1/slas/{name}/status',
        'get /api/v1/slas/{name}/violations',
        'get /api/v1/status',
      ].sort(),
    );
  });

  it('takes texts where the server parses them, and defaults where it has them', async () => {
    const { call } = await startBench();
    const { components } = (await call('GET', '/openapi.json')).body;
    const { properties, required } = components.schemas.ObjectiveInput;
    expect(properties).toMatchObject({
      indicator: { type: 'string' },
      window: { type: 'string' },
      target: { default: 0.99 },
    });
    expect(required).toEqual(['name', 'indicator']);
  });
});
