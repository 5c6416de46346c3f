import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Registry } from '@forewarn/telemetry';
import { recordingLogger } from '@forewarn/testkit';
import { expect, it, onTestFinished } from 'vitest';
import { refusalCounter, watchRefusedConnections } from './refusals.js';

it('counts connections that are closed for their number, and warns once a minute', async () => {
  const [registry, logger] = [new Registry(), recordingLogger()];
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  server.maxConnections = 1;
  watchRefusedConnections(server, { listener: 'http', registry, logger });
  expect(await registry.metrics()).toContain('forewarn_refused_connections_total{listener="http"} 0');
  const open = async () => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => {});
    onTestFinished(() => void socket.destroy());
    await once(socket, 'connect');
    return socket;
  };
  await open();
  for (const refused of [await open(), await open()])
    if (!refused.closed) await once(refused.resume(), 'close');
  expect(await registry.metrics()).toContain('forewarn_refused_connections_total{listener="http"} 2');
  expect(logger.lines).toEqual([
    {
      level: 'warn',
      fields: { listener: 'http', bound: 1 },
      message: 'connections are refused: as many are open as there may be',
    },
  ]);
});

it('counts for several listeners of one registry, each by its name', async () => {
  const registry = new Registry();
  const [http, grpc] = ['http', 'grpc'].map((listener) => refusalCounter('calls', { listener, registry }));
  http!(7);
  grpc!(7);
  grpc!(7);
  const { values } = await registry.getSingleMetric('forewarn_refused_calls_total')!.get();
  expect(values).toEqual([
    { labels: { listener: 'http' }, value: 1 },
    { labels: { listener: 'grpc' }, value: 2 },
  ]);
});
