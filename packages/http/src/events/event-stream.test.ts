import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { deferred, startListener } from '../http-bench.fixture.js';
import { defineRoute } from '../route/route.js';
import { eventStream, eventText, type ServerEvent } from './event-stream.js';

/** Serves events; tells what the handler was told, and when its events were given up. */
async function startStream(
  events: (lastEventId: string | undefined, signal: AbortSignal) => AsyncIterable<ServerEvent>,
  { heartbeatMs = 60_000, requestTimeoutMs = 15_000 } = {},
) {
  const aborted = deferred();
  const route = defineRoute(
    {
      method: 'get',
      path: '/api/v1/events',
      operationId: 'watchEvents',
      summary: 'Events',
      access: 'read',
      responses: { 200: { description: 'Events', contentType: 'text/event-stream', schema: z.int() } },
      errors: [],
    },
    async ({ lastEventId }, signal) => {
      signal.addEventListener('abort', () => aborted.resolve());
      return { status: 200, body: eventStream(events(lastEventId, signal), { heartbeatMs }) };
    },
  );
  const bench = await startListener({ routes: [route], requestTimeoutMs });
  return { ...bench, url: `${bench.origin}/api/v1/events`, aborted: aborted.promise };
}

async function* numbers(count: number): AsyncGenerator<ServerEvent> {
  for (let at = 1; at <= count; at += 1) yield { event: 'number', id: String(at), data: at };
}

/** Never has anything, until the signal aborts. */
async function* nothing(signal: AbortSignal): AsyncGenerator<ServerEvent> {
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

async function open(url: string): Promise<IncomingMessage> {
  const sent = get(url, { agent: false });
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

describe('server-sent events', () => {
  it('come one by one, with names and ids, and end when there are no more', async () => {
    const { url } = await startStream(() => numbers(2));
    const response = await fetch(url);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toBe('event: number\nid: 1\ndata: 1\n\nevent: number\nid: 2\ndata: 2\n\n');
  });

  it('go on from where the client was', async () => {
    const { url } = await startStream(async function* (lastEventId) {
      yield { data: lastEventId };
    });
    const response = await fetch(url, { headers: { 'last-event-id': '41' } });
    expect(await response.text()).toBe('data: "41"\n\n');
  });

  it('are no matter of the time limit, and send comments while nothing happens', async () => {
    const { url } = await startStream((_, signal) => nothing(signal), {
      heartbeatMs: 20,
      requestTimeoutMs: 30,
    });
    const response = await open(url);
    let text = '';
    while (text.length < 4 * ':\n\n'.length) text += String((await once(response, 'data'))[0]);
    expect(text).toMatch(/^(:\n\n)+$/);
    response.destroy();
  });

  it('end when the client disconnects', async () => {
    const { url, aborted } = await startStream((_, signal) => nothing(signal));
    const response = await open(url);
    response.destroy();
    await aborted;
  });

  it('end in good order when the server drains', async () => {
    const { url, listener, aborted } = await startStream((_, signal) => nothing(signal));
    const response = await open(url);
    const ended = once(response.resume(), 'end');
    await listener.stop();
    await ended;
    await aborted;
    expect(response.complete).toBe(true);
  });

  it('are taken at the pace of the client', async () => {
    let taken = 0;
    const big = 'x'.repeat(100_000);
    const { url } = await startStream(async function* () {
      for (; taken < 2_000; taken += 1) yield { data: big };
    });
    const response = await open(url);
    let before = -1;
    // Until it stands still: what the sockets hold is full.
    while (taken !== before) {
      before = taken;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(taken).toBeLessThan(1_000);
    response.destroy();
  });

  it('break off when they fail, so that the client comes back', async () => {
    const { url } = await startStream(async function* () {
      yield { data: 1 };
      throw new Error('the source is gone');
    });
    const response = await open(url);
    await expect(once(response.resume(), 'end')).rejects.toThrow(/aborted/);
  });
});

describe('the text of an event', () => {
  it('has one line a field, whatever names and data hold', () => {
    expect(eventText({ event: 'a\nb', id: '1\r\n', data: 'x\ny' })).toBe(
      'event: ab\nid: 1\ndata: "x\\ny"\n\n',
    );
    expect(eventText({ data: { a: 1 } })).toBe('data: {"a":1}\n\n');
  });
});
