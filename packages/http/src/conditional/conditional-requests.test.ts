import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonFrom, startListener } from '../http-bench.fixture.js';
import { defineRoute } from '../route/route.js';
import { etagOf, matchesEtag } from './etag.js';

const text = z.object({ text: z.string() });

/** A thing that can be read and replaced. */
async function startThing() {
  let thing: z.output<typeof text> | undefined = { text: 'first' };
  const path = '/api/v1/thing';
  const read = defineRoute(
    {
      method: 'get',
      path,
      operationId: 'getThing',
      summary: 'The thing',
      access: 'read',
      responses: { 200: { description: 'The thing', schema: text } },
      errors: [],
    },
    async () => ({ status: 200, body: thing ?? { text: '' }, etag: etagOf(thing) }),
  );
  const replace = defineRoute(
    {
      method: 'put',
      path,
      operationId: 'putThing',
      summary: 'Replaces the thing',
      access: 'write',
      body: text,
      responses: { 204: { description: 'Replaced' } },
      errors: [],
      hasPrecondition: true,
    },
    async ({ body, precondition }) => {
      precondition.check(thing && etagOf(thing));
      thing = body;
      return { status: 204, body: undefined };
    },
  );
  const { origin } = await startListener({ routes: [read, replace] });
  const url = `${origin}${path}`;
  const put = (body: object, ifMatch?: string) =>
    fetch(url, {
      method: 'PUT',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...(ifMatch && { 'if-match': ifMatch }) },
    });
  const remove = () => {
    thing = undefined;
  };
  return { url, origin, put, remove };
}

describe('an answer with an entity tag', () => {
  it('is not sent again to who has it', async () => {
    const { url } = await startThing();
    const first = await fetch(url);
    const etag = first.headers.get('etag')!;
    expect(etag).toBe(etagOf({ text: 'first' }));
    expect(first.headers.get('cache-control')).toBe('no-cache');
    const again = await fetch(url, { headers: { 'if-none-match': etag } });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const known = `"other", W/${etag}`;
    expect((await fetch(url, { headers: { 'if-none-match': known } })).status).toBe(304);
    expect((await fetch(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200);
  });
});

describe('a change under a condition', () => {
  it('is made to what the client has read', async () => {
    const { url, put } = await startThing();
    const etag = (await fetch(url)).headers.get('etag')!;
    expect((await put({ text: 'second' }, etag)).status).toBe(204);
    expect(await (await fetch(url)).json()).toEqual({ text: 'second' });
  });

  it('is refused when somebody else was faster, and changes nothing', async () => {
    const { url, put } = await startThing();
    const etag = (await fetch(url)).headers.get('etag')!;
    await put({ text: 'second' });
    const late = await put({ text: 'third' }, etag);
    expect(late.status).toBe(412);
    expect(await late.json()).toMatchObject({ code: 'precondition-failed', status: 412 });
    expect(await (await fetch(url)).json()).toEqual({ text: 'second' });
  });

  it('is refused where there is nothing any more, even for any tag', async () => {
    const { put, remove } = await startThing();
    remove();
    expect((await put({ text: 'x' }, '*')).status).toBe(412);
  });

  it('is said in the OpenAPI document', async () => {
    const { origin } = await startThing();
    const document = await jsonFrom(`${origin}/openapi.json`);
    const { parameters, responses } = document.paths['/api/v1/thing'].put;
    expect(parameters).toMatchObject([{ in: 'header', name: 'If-Match' }]);
    expect(responses['412'].description).toContain('precondition-failed');
  });
});

describe('tags', () => {
  it.each([
    ['"a"', '"a"', true],
    ['"b", "a"', '"a"', true],
    ['"b"', '"a"', false],
    ['*', '"a"', true],
    ['*', undefined, false],
    ['W/"a"', '"a"', false],
    ['W/"a"', 'W/"a"', false],
    ['"b", W/"a"', '"a"', false],
    ['a', '"a"', false],
  ])('in If-Match: %s allow a change of %s: %s', (ifMatch, etag, allowed) => {
    expect(matchesEtag(ifMatch, etag)).toBe(allowed);
  });

  it('are the same for the same content alone', () => {
    expect(etagOf({ a: 1 })).toBe(etagOf({ a: 1 }));
    expect(etagOf({ a: 1 })).not.toBe(etagOf({ a: 2 }));
    expect(etagOf({})).toMatch(/^"[\w-]{27}"$/);
  });
});
