import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deferred, jsonFrom, startListener } from '../http-bench.fixture.js';
import { defineRoute } from '../route/route.js';
import { createIdempotentAnswers } from './idempotent-answers.js';

const input = z.object({ name: z.string() });
const output = z.object({ name: z.string(), count: z.int() });

/** Things that can be made; each answer says how many there were. */
async function startMaker({ isRequired = false, gate = Promise.resolve() } = {}) {
  const state = { made: 0, failure: undefined as ForewarnError | undefined };
  const reached = deferred();
  const route = defineRoute(
    {
      method: 'post',
      path: '/api/v1/things',
      operationId: 'createThing',
      summary: 'Makes a thing',
      access: 'write',
      body: input,
      responses: { 201: { description: 'Made', schema: output } },
      errors: [],
      idempotencyKey: isRequired ? 'required' : 'optional',
    },
    async ({ body }) => {
      reached.resolve();
      await gate;
      if (state.failure) throw state.failure;
      state.made += 1;
      return {
        status: 201,
        body: { name: body.name, count: state.made },
        headers: { Location: `/api/v1/things/${state.made}` },
      };
    },
  );
  const { origin } = await startListener({ routes: [route] });
  const post = async (name: string, key?: string) => {
    const response = await fetch(`${origin}/api/v1/things`, {
      method: 'POST',
      body: JSON.stringify({ name }),
      headers: {
        'content-type': 'application/json',
        ...(key !== undefined && { 'idempotency-key': key }),
      },
    });
    const { status, headers } = response;
    const answer: unknown = await response.json();
    return { status, headers, body: output.partial().loose().parse(answer) };
  };
  return { state, reached: reached.promise, post, origin };
}

describe('a request with an Idempotency-Key', () => {
  it('is done once, and has the same answer again', async () => {
    const { post, state } = await startMaker();
    const first = await post('a', '"k"');
    const again = await post('a', '"k"');
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('location')).toBe(first.headers.get('location'));
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(state.made).toBe(1);
  });

  it('is refused when the key came with another body', async () => {
    const { post } = await startMaker();
    await post('a', '"k"');
    expect(await post('b', '"k"')).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } });
    expect((await post('b', '"other"')).status).toBe(201);
  });

  it('is refused while the first one runs', async () => {
    const gate = deferred();
    const { post, reached } = await startMaker({ gate: gate.promise });
    const first = post('a', 'k');
    await reached;
    expect(await post('a', 'k')).toMatchObject({ status: 409, body: { code: 'idempotency-key-in-use' } });
    gate.resolve();
    expect((await first).status).toBe(201);
    expect((await post('a', 'k')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('may be tried again when it failed', async () => {
    const { post, state } = await startMaker();
    state.failure = new ForewarnError('store-unavailable', 'the database is unavailable');
    expect((await post('a', 'k')).status).toBe(503);
    state.failure = undefined;
    const again = await post('a', 'k');
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  it('is done as often as it comes without a key', async () => {
    const { post } = await startMaker();
    await post('a');
    expect((await post('a')).body.count).toBe(2);
  });

  it.each([['""'], ['x'.repeat(256)]])('has a key of a sensible length, not %s', async (key) => {
    const { post } = await startMaker();
    expect(await post('a', key)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'Idempotency-Key' }] },
    });
  });

  it('must have one where the route says so', async () => {
    const { post, origin } = await startMaker({ isRequired: true });
    expect(await post('a')).toMatchObject({
      status: 400,
      body: { detail: expect.stringMatching(/required/) },
    });
    const { paths } = await jsonFrom(`${origin}/openapi.json`);
    const { parameters, responses } = paths['/api/v1/things'].post;
    expect(parameters).toMatchObject([{ in: 'header', name: 'Idempotency-Key', required: true }]);
    expect(responses['409'].description).toContain('idempotency-key-in-use');
  });
});

describe('remembered answers', () => {
  const answer = (body: unknown) => async () => ({ status: 201, body });

  it('are as many as may be, the least recently used forgotten first', async () => {
    const answers = createIdempotentAnswers({ mostKeys: 2 });
    for (const key of ['a', 'b', 'c']) await answers.answer(key, 'f', answer(key));
    expect(await answers.answer('c', 'f', answer('new'))).toMatchObject({ isReplayed: true });
    expect(await answers.answer('a', 'f', answer('new'))).toMatchObject({
      isReplayed: false,
      answer: { body: 'new' },
    });
  });

  it('are forgotten when they take too much memory', async () => {
    const answers = createIdempotentAnswers({ mostBytes: 150 });
    for (const key of ['a', 'b']) await answers.answer(key, 'f', answer('x'.repeat(80)));
    expect(await answers.answer('a', 'f', answer('y'))).toMatchObject({ isReplayed: false });
  });
});
