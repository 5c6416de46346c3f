import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openDataDirectory } from './data-directory.js';
import { freePort, requireFreePort } from './free-port.js';
import { startNativeServer } from './native-server.js';

const LISTEN = `require('node:net').createServer().listen(Number(process.argv[1]), '127.0.0.1')`;

describe('a native server', () => {
  it('gives its port back when its start is aborted', async () => {
    const port = await freePort();
    const abort = new AbortController();
    const plan = {
      server: 'Listener',
      command: process.execPath,
      args: ['-e', LISTEN, String(port)],
      port,
      data: await openDataDirectory('listener', undefined),
      prepare: async () => {},
      // It listens, and is not ready: the moment at which a start that is aborted has the most to give back.
      probe: async () => {
        const socket = connect(port, '127.0.0.1');
        await once(socket, 'connect');
        socket.destroy();
        abort.abort(new Error('enough'));
        throw new Error('not ready yet');
      },
    };
    await expect(startNativeServer(plan, { signal: abort.signal })).rejects.toThrow('enough');
    await expect(requireFreePort(port, 'the next server')).resolves.toBeUndefined();
  });
});
