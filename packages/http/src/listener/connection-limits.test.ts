import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { Registry } from '@forewarn/telemetry';
import { expect, it, onTestFinished } from 'vitest';
import { startListener } from '../http-bench.fixture.js';

/** Connects, and says what it is given. */
async function say(port: number, ...chunks: readonly string[]) {
  const socket = connect(port, '127.0.0.1').on('error', () => {});
  onTestFinished(() => void socket.destroy());
  await once(socket, 'connect');
  for (const chunk of chunks) socket.write(chunk);
  return socket;
}

it.each([
  ['says nothing', []],
  ['begins a request', ['GET / HTTP/1.1\r\nHost: localhost\r\n']],
  ['does not end a body', ['POST /api/v1/x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n1']],
])('a connection that %s is closed soon', async (_, chunks) => {
  const { listener } = await startListener({ headersTimeoutMs: 50, receiveTimeoutMs: 60 });
  const answer = await text(await say(listener.port, ...chunks));
  expect(answer === '' || /^HTTP\/1\.1 4\d\d /.test(answer), answer).toBe(true);
});

it('connections beyond the limit are closed, and those that are there go on', async () => {
  const registry = new Registry();
  const { listener } = await startListener({ maxConnections: 2, registry });
  const [first] = [await say(listener.port), await say(listener.port)];
  const third = await say(listener.port);
  await once(third.resume(), 'close');
  first.write('GET /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
  expect(await text(first)).toMatch(/^HTTP\/1\.1 404 /);
  expect(await registry.metrics()).toContain('forewarn_refused_connections_total{listener="http"} 1');
});

it('headers beyond 16 KiB are refused', async () => {
  const { listener } = await startListener({});
  const request = `GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'x'.repeat(17 * 1024)}\r\n\r\n`;
  expect(await text(await say(listener.port, request))).toMatch(/^HTTP\/1\.1 431 /);
});
