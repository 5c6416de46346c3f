import { loadRetrievalService } from '@forewarn/contracts';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import { expect, it, onTestFinished } from 'vitest';
import { runIn } from '../testing/run.js';
import { createTestIo } from '../testing/test-io.js';

/** A service that answers nothing, and says what was shown to it. */
async function startServer(): Promise<{ address: string; shown: unknown[] }> {
  const shown: unknown[] = [];
  const server = new Server();
  const refuse = (call: {
    metadata: { get(name: string): unknown[] };
    emit?: (name: string, error: unknown) => void;
  }) => {
    shown.push(call.metadata.get('authorization'));
    call.emit?.('error', { code: status.UNAUTHENTICATED, details: 'who are you?' });
  };
  const handlers = Object.fromEntries(Object.keys(loadRetrievalService()).map((name) => [name, refuse]));
  server.addService(loadRetrievalService(), handlers as never);
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  onTestFinished(() => server.forceShutdown());
  return { address: `127.0.0.1:${port}`, shown };
}

it('shows the key with each call, and says how to give one where it is not let in', async () => {
  const { address, shown } = await startServer();
  const io = createTestIo({ env: { FOREWARN_KEY: 'right' } });
  const { stderr, exitCode } = await runIn(io, 'get', 'forecasts', '--address', address);
  expect(shown).toEqual([['Bearer right']]);
  expect(stderr.text).toMatch(/does not let you in: who are you\?; give commands a key by --key-file/);
  expect(exitCode).toBe(1);
});

it('shows nothing where there is no key', async () => {
  const { address, shown } = await startServer();
  await runIn(createTestIo({ env: { HOME: '/nowhere' } }), 'get', 'series', '--address', address);
  expect(shown).toEqual([[]]);
});
