import { formatSelector, readSelector } from '@forewarn/core';
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
        'get /api/v1/audit',
        'get /api/v1/indicators',
        'post /api/v1/indicators',
        'get /api/v1/indicators/{name}',
        'put /api/v1/indicators/{name}',
        'delete /api/v1/indicators/{name}',
        'get /api/v1/keys',
        'post /api/v1/keys',
        'delete /api/v1/keys/{id}',
        'get /api/v1/series',
        'get /api/v1/session',
        'post /api/v1/session',
        'delete /api/v1/session',
        'get /api/v1/slas',
        'post /api/v1/slas',
        'get /api/v1/slas/{name}',
        'put /api/v1/slas/{name}',
        'delete /api/v1/slas/{name}',
        'get /api/v1/slas/{name}/execution-times',
        'get /api/v1/slas/{name}/objectives/{objective}/history',
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
      window: {
        anyOf: [{ type: 'string' }, { $ref: '#/components/schemas/CalendarWindowInput' }],
        default: '12h',
      },
      target: { default: 0.99 },
    });
    expect(required).toEqual(['name', 'indicator']);
  });

  it('has an example with a quoted name wherever a series, a selector or a metric is named', async () => {
    const { call } = await startBench();
    const { body } = await call('GET', '/openapi.json');
    // Lists of series name series in turn.
    const within = (node: unknown, field: string): unknown[] =>
      valuesOf(node, field).flatMap((found) => [found, ...within(found, field)]);
    const texts = ['indicator', 'selector', 'series'].flatMap((field) => within(body, field));
    const named = texts.filter((schema) => (schema as { type?: string }).type === 'string');
    expect(named.length).toBeGreaterThan(8);
    for (const { examples } of named as { examples?: string[] }[]) {
      expect(examples).toContainEqual(expect.stringMatching(/^\{"[^"]*\./));
      // They are read, and written as Forewarn writes them.
      for (const example of examples!) expect(formatSelector(readSelector(example))).toBe(example);
    }
    const metrics = valuesOf(body, 'metric') as { examples?: string[] }[];
    expect(metrics.length).toBeGreaterThan(0);
    for (const { examples } of metrics) expect(examples).toContain('http.server.active_requests');
    const { parameters } = body.paths['/api/v1/series'].get;
    const parameter = parameters.find(({ name }: { name: string }) => name === 'metric');
    expect(parameter.schema.examples).toContain('http.server.active_requests');
  });
});
