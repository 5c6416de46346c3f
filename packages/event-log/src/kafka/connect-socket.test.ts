import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { freePort } from '@forewarn/testkit';
import type { ISocketFactoryArgs } from 'kafkajs';
import { expect, it } from 'vitest';
import { connectSocket } from './connect-socket.js';

const plain = (port: number, onConnect = () => {}) =>
  connectSocket()({
    host: '127.0.0.1',
    port,
    onConnect,
    ssl: undefined as never,
  } satisfies ISocketFactoryArgs);

it('lets go of a socket that is closed as often as it is told, and leaves no listener behind', async () => {
  const socket = plain(await freePort());
  const listeners = socket.listenerCount('connect');
  const [error] = await once(socket, 'error');
  expect(error.code).toBe('ECONNREFUSED');
  for (let times = 0; times < 20; times += 1) socket.unref();
  expect(socket.listenerCount('connect')).toBeLessThanOrEqual(listeners);
});

it('tells when it is connected, and lets the process end meanwhile', async () => {
  const server = createServer((peer) => peer.end()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  let told = 0;
  const socket = plain((server.address() as AddressInfo).port, () => {
    told += 1;
  });
  expect(socket.unref()).toBe(socket);
  socket.resume();
  await once(socket, 'close');
  expect(told).toBe(1);
  server.close();
});
