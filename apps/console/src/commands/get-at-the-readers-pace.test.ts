import { EventEmitter, once } from 'node:events';
import { Writable } from 'node:stream';
import { storedSeriesToWire } from '@forewarn/contracts';
import { afterEach, describe, expect, it } from 'vitest';
import { windowOf } from '../testing/canned-analyses.js';
import { runIn } from '../testing/run.js';
import { type StartedRetrieval, startRetrievalServer } from '../testing/start-retrieval-server.js';
import { createTestIo } from '../testing/test-io.js';

/** A server that lists series for ever, and tells when its client stops to read or leaves. */
async function startEndlessServer() {
  const events = new EventEmitter();
  const sent = { messages: 0 };
  const server = await startRetrievalServer([], (handlers) => ({
    ...handlers,
    ListSeries: (call) => {
      const fill = () => {
        while (!call.cancelled && call.write({ series: [endlessSeries(sent.messages)] })) sent.messages += 1;
        sent.messages += 1;
        events.emit('full');
        call.once('drain', fill);
      };
      call.on('cancelled', () => events.emit('cancelled'));
      fill();
    },
  }));
  return { server, events, sent };
}

const endlessSeries = (number: number) =>
  storedSeriesToWire({
    series: { metric: 'm', labels: { number: String(number), padding: 'x'.repeat(4_096) } },
    partition: 'default',
    window: windowOf(10),
  });

let running: StartedRetrieval | undefined;
afterEach(() => running?.close());

describe('get into a pipe', () => {
  it('ends quietly, as done, when the reader leaves, and cancels the call', async () => {
    const { server, events } = await startEndlessServer();
    running = server;
    const cancelled = once(events, 'cancelled');
    let writes = 0;
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => {
        writes += 1;
        if (writes <= 3) return done();
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      },
    });
    const io = Object.assign(createTestIo(), { stdout });
    await runIn(io, 'get', 'series', '--format', 'json', '--address', server.address);
    await cancelled;
    expect({ stderr: io.stderr.text, exitCode: io.exitCode }).toEqual({ stderr: '', exitCode: 0 });
  });

  it('says so when the output cannot be written for another reason', async () => {
    const { server } = await startEndlessServer();
    running = server;
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
    });
    const io = Object.assign(createTestIo(), { stdout });
    await runIn(io, 'get', 'series', '--format', 'json', '--address', server.address);
    expect(io.exitCode).toBe(1);
    expect(io.stderr.text).toBe('forewarn: the output cannot be written: no space left\n');
  });

  it('lets the server wait while the reader does', async () => {
    const { server, events, sent } = await startEndlessServer();
    running = server;
    const stalled = new EventEmitter();
    let fail: (error: Error) => void = () => {};
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => {
        fail = done;
        stalled.emit('stalled');
      },
    });
    const io = Object.assign(createTestIo(), { stdout });
    const full = once(events, 'full');
    const run = runIn(io, 'get', 'series', '--format', 'json', '--address', server.address);
    await Promise.all([once(stalled, 'stalled'), full]);
    // Whatever is on its way fits into the windows of HTTP/2 and a few message queues: 16 messages here, 64 KiB there.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sent.messages).toBeLessThan(200);
    fail(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await run;
    expect(io.exitCode).toBe(0);
  });
});
