import { createOperationsServer, type OperationsOptions, type OperationsServer } from '@forewarn/lifecycle';
import { Registry } from '@forewarn/telemetry';
import { describe, it, onTestFinished } from 'vitest';
import { ask } from './ask.js';
import { type Attack, expectDefence } from './expect-defence.js';

/** A process that has a state and metrics to show, and counts how often it is made to look after itself. */
async function startOperations(changed: Partial<OperationsOptions> = {}) {
  const state = { checks: 0 };
  const service = {
    name: 'storage',
    async start() {},
    async stop() {},
    async check() {
      state.checks += 1;
    },
  };
  const at = { host: '127.0.0.1', port: 0 };
  const server: OperationsServer = createOperationsServer({
    ...at,
    registry: new Registry(),
    services: [service],
    ...changed,
  });
  await server.start(AbortSignal.timeout(5_000));
  onTestFinished(() => server.stop());
  return { state, origin: `http://127.0.0.1:${server.port}` };
}

type Operations = Awaited<ReturnType<typeof startOperations>>;

describe('what a process says of itself', () => {
  it('is read by no page of another server, whatever its name was made to mean', async () => {
    const attack: Attack<Operations> = async ({ origin }) => {
      const won: string[] = [];
      for (const path of ['/healthz', '/readyz', '/metrics'])
        if ((await ask(origin, 'GET', path, { host: 'evil.example' })).status === 200) won.push(path);
      return won;
    };
    await expectDefence(attack, {
      guarded: () => startOperations(),
      open: () => startOperations({ allowedHosts: ['*'] }),
    });
  });

  it('is found out for many who ask at once, so that nobody wears out what it stands on by asking', async () => {
    const attack: Attack<Operations> = async ({ origin, state }) => {
      for (let asked = 0; asked < 20; asked += 1) await ask(origin, 'GET', '/readyz');
      return Array.from({ length: state.checks - 1 }, (_, check) => `check ${check + 2}`);
    };
    await expectDefence(attack, {
      guarded: () => startOperations({ readinessKeptMs: 600_000 }),
      open: () => startOperations({ readinessKeptMs: 0 }),
    });
  });
});
