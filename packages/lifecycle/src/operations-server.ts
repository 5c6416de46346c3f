import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { ForewarnError } from '@forewarn/core';
import type { Registry } from '@forewarn/telemetry';
import { type ListenAddress, listen } from './listen.js';
import type { Service } from './service.js';

const checkTimeoutMs = 3_000;

/** What the operations server reports on. */
export interface OperationsOptions extends ListenAddress {
  readonly registry: Registry;
  /** Asked by `/readyz`. */
  readonly services: readonly Service[];
}

/**
 * Health, readiness and metrics of a process: `/healthz` answers while the process lives, `/readyz` with 503 and the reasons while
 * any service cannot do its work, `/metrics` in Prometheus' text format.
 */
export function createOperationsServer({
  host,
  port,
  registry,
  services,
}: OperationsOptions): Service & { readonly port: number } {
  const server: Server = createServer((request, response) => {
    answer(request, response, registry, services).catch(() => response.destroy());
  });
  let boundPort = port;
  return {
    name: 'operations',
    get port() {
      return boundPort;
    },
    async start() {
      boundPort = await listen(server, { host, port });
    },
    check: async () => {},
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  registry: Registry,
  services: readonly Service[],
): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return send(response, 405, 'text/plain', 'only GET\n');
  if (path === '/healthz') return sendJson(response, 200, { status: 'alive' });
  if (path === '/readyz') {
    const parts = await checkAll(services);
    const ready = Object.values(parts).every((part) => part === 'ready');
    return sendJson(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', parts });
  }
  if (path === '/metrics') return send(response, 200, registry.contentType, await registry.metrics());
  send(response, 404, 'text/plain', 'try /healthz, /readyz or /metrics\n');
}

async function checkAll(services: readonly Service[]): Promise<Record<string, string>> {
  const entries = services.map(async (service) => [service.name, await checkOne(service)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function checkOne(service: Service): Promise<string> {
  const signal = AbortSignal.timeout(checkTimeoutMs);
  const late = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(new Error(`no answer within ${checkTimeoutMs} ms`)), {
      once: true,
    });
  });
  try {
    await Promise.race([service.check(signal), late]);
    return 'ready';
  } catch (thrown) {
    return ForewarnError.from(thrown).message;
  }
}

const sendJson = (response: ServerResponse, status: number, body: unknown): void =>
  send(response, status, 'application/json', `${JSON.stringify(body)}\n`);

function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  response.end(body);
}
