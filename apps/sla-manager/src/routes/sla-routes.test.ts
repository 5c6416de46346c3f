import { describe, expect, it } from 'vitest';
import { startBench } from '../rest-bench.fixture.js';

const memory = {
  name: 'memory',
  description: 'Enough memory',
  objectives: [
    {
      name: 'available',
      indicator: 'node_memory_MemAvailable_bytes{job="host"}',
      min: 2e9,
      target: 0.95,
      window: '12h',
    },
  ],
};

describe('SLAs over REST', () => {
  it('are created, listed by name, read, and deleted', async () => {
    const { call } = await startBench();
    const created = await call('POST', '/api/v1/slas', memory);
    expect(created).toMatchObject({ status: 201, body: memory });
    expect(created.headers.get('location')).toBe('/api/v1/slas/memory');
    await call('POST', '/api/v1/slas', { ...memory, name: 'a-first' });
    const { body } = await call('GET', '/api/v1/slas');
    expect(body.slas.map(({ name }: { name: string }) => name)).toEqual(['a-first', 'memory']);
    expect(await call('GET', created.headers.get('location')!)).toMatchObject({ status: 200, body: memory });
    expect((await call('DELETE', '/api/v1/slas/memory')).status).toBe(204);
    expect(await call('GET', '/api/v1/slas/memory')).toMatchObject({
      status: 404,
      body: { code: 'sla-not-found' },
    });
  });

  it('select by any names of Prometheus 3, and give the selector back as it can be sent again', async () => {
    const { call, source } = await startBench();
    const written = '{ "service.name"="a\\"b", "http.server.active_requests" }';
    const indicator = '{"http.server.active_requests","service.name"="a\\"b"}';
    const objectives = [{ name: 'o', indicator: written, max: 1 }];
    source.addMinutes({ metric: 'http.server.active_requests', labels: { 'service.name': 'a"b' } }, [3]);
    source.addMinutes({ metric: 'http.server.active_requests', labels: { 'service.name': 'c' } }, [0]);
    const { body } = await call('POST', '/api/v1/slas', { name: 'x', objectives });
    expect(body).toMatchObject({ objectives: [{ indicator }] });
    const again = await call('PUT', '/api/v1/slas/x', body);
    expect(again).toMatchObject({ status: 200, body: { objectives: [{ indicator }] } });
    const status = await call('GET', '/api/v1/slas/x/status');
    expect(status.body.objectives[0].series).toMatchObject([{ series: indicator, state: 'violated' }]);
  });

  it('have a target of 99 % over 12 hours unless they say otherwise', async () => {
    const { call } = await startBench();
    const { body } = await call('POST', '/api/v1/slas', {
      name: 'x',
      objectives: [{ name: 'o', indicator: 'up', min: 1 }],
    });
    expect(body).toMatchObject({ description: '', objectives: [{ target: 0.99, window: '12h' }] });
  });

  it('are not created twice', async () => {
    const { call } = await startBench();
    await call('POST', '/api/v1/slas', memory);
    expect(await call('POST', '/api/v1/slas', memory)).toMatchObject({
      status: 409,
      body: { code: 'sla-exists' },
    });
  });

  it('are created by PUT, and replaced by it, with or without the name in the body', async () => {
    const { call } = await startBench();
    const { name: _, ...unnamed } = memory;
    const created = await call('PUT', '/api/v1/slas/memory', unnamed);
    expect(created).toMatchObject({ status: 201, body: memory });
    expect(created.headers.get('location')).toBe('/api/v1/slas/memory');
    expect(await call('PUT', '/api/v1/slas/memory', { ...memory, description: 'new' })).toMatchObject({
      status: 200,
      body: { description: 'new' },
    });
    expect((await call('GET', '/api/v1/slas/memory')).body.description).toBe('new');
  });

  it('are replaced by PUT even when somebody creates them in between', async () => {
    const { call, store } = await startBench();
    const { createSla } = store;
    store.createSla = async (sla) => {
      await createSla({ ...sla, description: 'theirs' });
      await createSla(sla);
    };
    expect((await call('PUT', '/api/v1/slas/memory', memory)).status).toBe(200);
    expect((await store.getSla('memory')).description).toBe('Enough memory');
  });

  it('keep the name of the path', async () => {
    const { call } = await startBench();
    expect(await call('PUT', '/api/v1/slas/other', memory)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'name', message: expect.stringContaining('"other"') }] },
    });
    expect((await call('PUT', '/api/v1/slas/Bad_Name', memory)).status).toBe(400);
    const { name: _, ...unnamed } = memory;
    expect(await call('PUT', '/api/v1/slas/Bad_Name', unnamed)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'name' }] },
    });
  });

  it.each(['GET', 'DELETE'])('are not found by %s when there is none of that name', async (method) => {
    const { call } = await startBench();
    expect(await call(method, '/api/v1/slas/nope')).toMatchObject({
      status: 404,
      body: { code: 'sla-not-found' },
    });
  });
});

describe('a body with mistakes', () => {
  it('is refused with all of them at once', async () => {
    const { call, store } = await startBench();
    const { status, body } = await call('POST', '/api/v1/slas', {
      name: 'Not A Name',
      descripton: 'a typo',
      objectives: [
        { name: 'same', indicator: 'node{', min: 5, max: 1, target: 99, window: '12 hours' },
        { name: 'same', indicator: 'up', target: 0, window: '367d', max: '5' },
        { name: 'c', indicator: 'up' },
      ],
    });
    expect(status).toBe(400);
    expect(body.code).toBe('invalid-request');
    expect(body.errors.map(({ path }: { path: string }) => path).sort()).toEqual([
      'descripton',
      'name',
      'objectives.0.indicator',
      'objectives.0.min',
      'objectives.0.target',
      'objectives.0.window',
      'objectives.1.max',
      'objectives.1.name',
      'objectives.1.target',
      'objectives.1.window',
      'objectives.2.min',
    ]);
    for (const { path } of body.errors) expect(body.detail).toContain(path);
    expect(store.slas.size).toBe(0);
  });

  it.each([
    ['no objectives', { name: 'x', objectives: [] }, 'objectives', 'at least one'],
    ['no list of objectives', { name: 'x', objectives: 'all' }, 'objectives', 'array'],
    ['an objective that is none', { name: 'x', objectives: [5] }, 'objectives.0', 'object'],
    [
      'a window that is not whole minutes',
      objective({ window: '90s' }),
      'objectives.0.window',
      'whole minutes',
    ],
    ['a window of seconds', objective({ window: '30s' }), 'objectives.0.window', 'from 1m to 366d'],
    ['an empty objective name', objective({ name: '' }), 'objectives.0.name', 'empty'],
    ['a name of two lines', objective({ name: 'a\nb' }), 'objectives.0.name', 'one line'],
    ...[
      '\u0000',
      '\u001b[2J',
      '\u0085',
      '\t',
      '\r\n',
      '\u2028',
      '\u202e',
      '\u2066',
      '\u200f',
      '\ud800',
    ].flatMap((text): [string, object, string, string][] => [
      [
        `a description with ${JSON.stringify(text)}`,
        { ...objective({}), description: `a${text}b` },
        'description',
        'control characters',
      ],
      [
        `a name with ${JSON.stringify(text)}`,
        objective({ name: `a${text}b` }),
        'objectives.0.name',
        'control characters',
      ],
    ]),
    ['a name with a space at its end', objective({ name: 'a ' }), 'objectives.0.name', 'space'],
    ['a bound that is not a number', objective({ min: null }), 'objectives.0.min', 'number'],
    ['a name that is too long', { ...objective({}), name: 'a'.repeat(64) }, 'name', '63'],
    [
      'a pattern that is no regular expression',
      objective({ indicator: 'up{a=~"("}' }),
      'objectives.0.indicator',
      'RE2',
    ],
    [
      'a pattern that is too large',
      objective({ indicator: `up{a=~"${'.{0,1000}'.repeat(200)}"}` }),
      'objectives',
      'written out',
    ],
    [
      'one pattern of two that is too large',
      twoPatterns('.+', '.{0,1000}'.repeat(5)),
      'objectives.1.indicator',
      'too large',
    ],
    [
      'patterns that are too large together',
      {
        name: 'x',
        objectives: Array.from({ length: 20 }, (_, at) => ({
          name: `o${at}`,
          min: 1,
          indicator: 'up{a=~".{0,999}"}',
        })),
      },
      'objectives',
      'together',
    ],
  ])('is refused for %s', async (_, body, path, message) => {
    const { call } = await startBench();
    const answer = await call('POST', '/api/v1/slas', body);
    expect(answer).toMatchObject({
      status: 400,
      body: { errors: [{ path, message: expect.stringContaining(message) }] },
    });
  });

  it('may be described in lines and in any language', async () => {
    const { call } = await startBench();
    const description = 'Überwachung\nмагазина 😀 متجر';
    const { status, body } = await call('POST', '/api/v1/slas', { ...objective({}), description });
    expect({ status, description: body.description }).toEqual({ status: 201, description });
  });

  it('is accepted at the limits', async () => {
    const { call } = await startBench();
    for (const fields of [
      { min: 5, max: 5 },
      { target: 1 },
      { window: '1m' },
      { window: '366d' },
      { min: -1e300 },
    ]) {
      expect(
        (
          await call('POST', '/api/v1/slas', {
            ...objective(fields),
            name: `x${Math.random()}`.replace('.', ''),
          })
        ).status,
      ).toBe(201);
    }
  });
});

function twoPatterns(...patterns: string[]) {
  const objectives = patterns.map((pattern, at) => ({
    name: `o${at}`,
    min: 1,
    indicator: `up{a=~"${pattern}"}`,
  }));
  return { name: 'x', objectives };
}

function objective(fields: object) {
  return { name: 'x', objectives: [{ name: 'o', indicator: 'up', min: 1, ...fields }] };
}
