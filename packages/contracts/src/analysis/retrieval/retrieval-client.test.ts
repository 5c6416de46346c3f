import { once } from 'node:events';
import { credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { loadRetrievalService, retrievalClient } from '../../index.js';

let server: Server;
let address: string;

/** Answers every call of listDecomposition with one chunk of so many points. */
beforeEach(async () => {
  server = new Server({ 'grpc.max_send_message_length': -1 });
  server.addService(loadRetrievalService(), {
    listDecomposition: (call: {
      request: { selector: { metric: string } };
      end(): void;
      write(o: object): void;
    }) => {
      call.write({ trend: new Array(Number(call.request.selector.metric)).fill(1) });
      call.end();
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  address = `127.0.0.1:${port}`;
});

afterEach(() => {
  vi.unstubAllEnvs();
  server.forceShutdown();
});

async function pointsOf(
  client: ReturnType<typeof retrievalClient>,
  points: number,
): Promise<number | undefined> {
  try {
    const call = client.listDecomposition({ selector: { metric: String(points) } });
    const [chunk] = await once(call, 'data');
    return chunk.trend.length;
  } finally {
    client.close();
  }
}

it('takes answers that are larger than the 4 MiB of gRPC, in plain text where nothing else is said', async () => {
  expect(await pointsOf(retrievalClient(address), 700_000)).toBe(700_000);
});

it('lets the caller’s options win', async () => {
  const channelOptions = { 'grpc.max_receive_message_length': 1_000 };
  await expect(pointsOf(retrievalClient(address, { channelOptions }), 1_000)).rejects.toThrow(/1000/);
  expect(await pointsOf(retrievalClient(address, { channelOptions }), 10)).toBe(10);
});

it('connects with the credentials that it is given', async () => {
  const client = retrievalClient(address, { credentials: credentials.createSsl() });
  await expect(pointsOf(client, 1)).rejects.toThrow(/UNAVAILABLE/);
});

it.each(['http_proxy', 'https_proxy', 'grpc_proxy'])(
  'connects directly, whatever %s says, unless the caller wants the proxy',
  async (variable) => {
    vi.stubEnv(variable, 'http://127.0.0.1:1');
    expect(await pointsOf(retrievalClient(address), 3)).toBe(3);
    const channelOptions = { 'grpc.enable_http_proxy': 1 };
    await expect(pointsOf(retrievalClient(address, { channelOptions }), 3)).rejects.toThrow(/UNAVAILABLE/);
  },
);
