import { once } from 'node:events';
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect as connectHttp2,
  constants,
} from 'node:http2';
import type { Socket } from 'node:net';
import { Registry } from '@forewarn/telemetry';
import { type ChannelCredentials, status } from '@grpc/grpc-js';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ResponseStream } from './calls/response-stream.js';
import type { GrpcListenerOptions } from './grpc-listener.js';
import { healthOf, startListener as startPlainly, testService } from './test-service.fixture.js';

/** How clients of a listener speak with it. */
export interface Transport {
  /** What the listener has for it. */
  readonly options: Partial<GrpcListenerOptions>;
  readonly credentials: ChannelCredentials;
  /** Connects, and can be written to from then on. */
  connect(port: number): Promise<Socket>;
}

const hourMs = 3_600_000;
/** How long a busy machine may take. */
const patience = { timeout: 20_000 };
const services = [testService({})];
const calm = constants.NGHTTP2_ENHANCE_YOUR_CALM;

/** A call whose client takes nothing before it is told to. */
function pausedCall(session: ClientHttp2Session, method: 'Say' | 'Watch', request?: string) {
  const stream = session.request({
    ':method': 'POST',
    ':path': `/test.v1.Test/${method}`,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.on('error', () => {});
  if (request === undefined) return stream;
  const head = Buffer.alloc(5);
  head.writeUInt32BE(request.length, 1);
  return stream.end(Buffer.concat([head, Buffer.from(request)]));
}

/** The code that a stream was ended with. */
const endOf = (stream: ClientHttp2Stream): Promise<number | undefined> =>
  new Promise((resolve) => stream.once('close', () => resolve(stream.rstCode)));

const large = 'x'.repeat(100_000);
const writeWithoutEnd = async (output: ResponseStream<string>) => {
  for (;;) await output.write(large);
};

/** What clients may hold of a listener, and for how long, whatever they speak. `transport` is asked for when tests run. */
export function boundsSuite(transport: () => Transport): void {
  const startListener = (options: Parameters<typeof startPlainly>[0]) =>
    startPlainly({ ...options, ...transport().options }, transport().credentials);

  /** A connection that says what it is given. */
  async function rawConnection(port: number, ...chunks: readonly string[]) {
    const socket = await transport().connect(port);
    const closed = once(socket.resume(), 'close');
    for (const chunk of chunks) socket.write(chunk);
    return { socket, closed };
  }

  /** A connection of HTTP/2 without calls. */
  async function http2Session(port: number): Promise<ClientHttp2Session> {
    const socket = await transport().connect(port);
    const session = connectHttp2('http://127.0.0.1', { createConnection: () => socket }).on(
      'error',
      () => {},
    );
    onTestFinished(() => session.destroy());
    await once(session, 'remoteSettings');
    return session;
  }

  describe('connections', () => {
    it('are closed beyond the limit, and those that are there go on', async () => {
      const registry = new Registry();
      const { port, say } = await startListener({ services, registry, maxConnections: 3 });
      expect(await say('test.v1.Test', 'first')).toBe('first');
      const others = [await rawConnection(port), await rawConnection(port)];
      // With TLS the handshake is what fails.
      await rawConnection(port).then(
        ({ closed }) => closed,
        () => {},
      );
      expect(others.map(({ socket }) => socket.closed)).toEqual([false, false]);
      expect(await say('test.v1.Test', 'again')).toBe('again');
      expect(await registry.metrics()).toContain('forewarn_refused_connections_total{listener="grpc"} 1');
    });

    it.each([
      ['says nothing', []],
      ['says a part of a preface', ['PRI * HTTP/2.0\r\n']],
      ['says a preface alone', ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n']],
      ['speaks HTTP/1.1', ['GET / HTTP/1.1\r\nHost: x\r\n\r\n']],
    ])('are closed soon where one %s', async (_, chunks) => {
      const { port } = await startListener({ services, requestTimeoutMs: 50 });
      await (await rawConnection(port, ...chunks)).closed;
    });

    it('are closed when they have had no calls for a while, and kept while they have one', async () => {
      const { port } = await startListener({ services, idleTimeoutMs: 100 });
      const busy = await http2Session(port);
      const watched = pausedCall(busy, 'Watch', 'everything');
      await once(watched, 'data');
      const idle = await http2Session(port);
      await once(idle, 'close');
      expect([busy.closed, watched.closed]).toEqual([false, false]);
      watched.close();
      await once(busy, 'close');
    });

    it('take no new calls when they are old, and end behind a time of grace', async () => {
      const { port } = await startListener({ services, maxConnectionAgeMs: 50, ageGraceMs: 50 });
      const session = await http2Session(port);
      const goneAway = once(session, 'goaway');
      const closed = once(session, 'close');
      pausedCall(session, 'Watch', 'everything').resume();
      const [code] = await goneAway;
      expect(code).toBe(constants.NGHTTP2_NO_ERROR);
      await closed;
    });

    it('that say nothing do not hold up the end', async () => {
      const { port, listener } = await startListener({ services, requestTimeoutMs: hourMs });
      const { closed } = await rawConnection(port);
      const half = await rawConnection(port, 'PRI * HTTP/2.0\r\n');
      await listener.stop();
      await Promise.all([closed, half.closed]);
    });
  });

  describe('calls', () => {
    it('are refused beyond the limit, but for those that ask for health', async () => {
      const registry = new Registry();
      const { port, say, watch } = await startListener({ services, registry, maxCalls: 2 });
      const streams = [watch('test.v1.Test'), watch('test.v1.Test')];
      for (const stream of streams)
        await once(
          stream.on('error', () => {}),
          'data',
        );
      await expect(say('test.v1.Test', 'third')).rejects.toMatchObject({
        code: status.RESOURCE_EXHAUSTED,
        details: expect.stringContaining('2 calls are open'),
      });
      expect(await registry.metrics()).toContain('forewarn_refused_calls_total{listener="grpc"} 1');
      expect(await healthOf(port, transport().credentials)('test.v1.Test')).toBe('SERVING');
      streams[0]!.cancel();
      await vi.waitFor(async () => expect(await say('test.v1.Test', 'third')).toBe('third'), patience);
    });

    it('are ended that do not send their request', async () => {
      const { port } = await startListener({ services, requestTimeoutMs: 50 });
      const stream = pausedCall(await http2Session(port), 'Say');
      expect(await endOf(stream)).toBe(calm);
    });

    it('are given up when their clients take nothing, and what works for them ends', async () => {
      const registry = new Registry();
      const stalling = [testService({ onWatch: writeWithoutEnd })];
      const options = { services: stalling, registry, stallTimeoutMs: 100, maxCalls: 1 };
      const { port, say } = await startListener(options);
      const stream = pausedCall(await http2Session(port), 'Watch', 'everything');
      const ended = endOf(stream);
      await once(stream, 'response');
      await vi.waitFor(
        async () =>
          expect(await registry.metrics()).toContain('{method="Watch",status="RESOURCE_EXHAUSTED"} 1'),
        patience,
      );
      await vi.waitFor(async () => expect(await say('test.v1.Test', 'free')).toBe('free'), patience);
      stream.resume();
      expect(await ended).toBe(calm);
    });

    it.each(['Say', 'Watch'] as const)(
      'of %s are given up, too, when all is written and nobody takes it',
      async (method) => {
        const answer = 'x'.repeat(1_000_000);
        const finite = testService({
          onSay: async (text) => (text === 'much' ? answer : text),
          onWatch: (output) => output.write(answer),
        });
        const options = { services: [finite], stallTimeoutMs: 100, maxCalls: 1 };
        const { port, say } = await startListener(options);
        const stream = pausedCall(await http2Session(port), method, 'much');
        const ended = endOf(stream);
        await once(stream, 'response');
        await vi.waitFor(async () => expect(await say('test.v1.Test', 'free')).toBe('free'), patience);
        stream.resume();
        expect(await ended).toBe(calm);
      },
    );
  });
}
