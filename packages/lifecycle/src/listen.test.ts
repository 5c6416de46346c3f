import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { listen, listenError } from './listen.js';

const servers: ReturnType<typeof createServer>[] = [];

const newServer = () => {
  const server = createServer();
  servers.push(server);
  return server;
};

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

describe('listen', () => {
  it('tells the port that the system chose', async () => {
    const server = newServer();
    const port = await listen(server, { host: '127.0.0.1', port: 0 });
    expect(server.address()).toMatchObject({ address: '127.0.0.1', port });
    expect(port).toBeGreaterThan(0);
  });

  it('names the address that another program has, and what to do', async () => {
    const port = await listen(newServer(), { host: '127.0.0.1', port: 0 });
    await expect(listen(newServer(), { host: '127.0.0.1', port })).rejects.toMatchObject({
      code: 'address-in-use',
      message: `cannot listen on 127.0.0.1:${port}: another program listens there: stop it, or choose another port`,
      details: { host: '127.0.0.1', port },
    });
  });

  it.each([
    ['an address of another machine', { host: '192.0.2.1', port: 0 }, 'EADDRNOTAVAIL'],
    ['a port that is none', { host: '127.0.0.1', port: 70_000 }, 'ERR_SOCKET_BAD_PORT'],
  ])('names %s', async (_, address, code) => {
    await expect(listen(newServer(), address)).rejects.toMatchObject({
      code: 'address-in-use',
      message: expect.stringContaining(`the system refuses it (${code}): choose another address`),
    });
  });

  it('can be tried again after a failure', async () => {
    const server = newServer();
    await listen(server, { host: '192.0.2.1', port: 0 }).catch(() => {});
    expect(await listen(server, { host: '127.0.0.1', port: 0 })).toBeGreaterThan(0);
    expect(server.listenerCount('error')).toBe(0);
  });
});

describe('listenError', () => {
  it('shows the system’s words where there is no code', () => {
    expect(listenError(new Error('no such device'), 'h', 1).message).toContain('(no such device)');
  });
});
