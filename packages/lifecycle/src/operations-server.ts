import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ForewarnError } from '@forewarn/core';
import type { Registry } from '@forewarn/telemetry';
import { checkServices } from './check-services.js';
import { type ListenAddress, listen } from './listen.js';
import type { Service } from './service.js';

/** What the operations server reports on. */
export interface OperationsOptions extends ListenAddress {
  readonly registry: Registry;
  /** Asked by `/readyz`. */
  readonly services: readonly Service[];
  /** Longest wait for a service's answer to `/readyz`. Default 3 s. */
  readonly checkTimeoutMs?: number;
}

/** The operations server, with the port that it listens on once it was started. */
export type OperationsServer = Service & { readonly port: number };

/**
 * Health, readiness and metrics of a process: `/healthz` answers while the process lives, `/readyz` with 503 and the reasons while
 * any service cannot do its work, `/metrics` in Prometheus' text format.
 *
 * @param options  where to listen, and what to report on
 */
export function createOperationsServer(options: OperationsOptions): OperationsServer {
  const server = createServer((request, response) => {
    answer(request, options).then(
      (reply) => send(request, response, reply),
      (thrown) => send(request, response, text(500, `${ForewarnError.from(thrown).message}\n`)),
    );
  });
  let boundPort = options.port;
  return {
    name: 'operations',
    get port() {
      return boundPort;
    },
    async start() {
      boundPort = await listen(server, options);
    },
    check: async () => {},
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

const text = (status: number, body: string): Reply => ({ status, contentType: 'text/plain', body });

const json = (status: number, body: unknown): Reply => ({
  status,
  contentType: 'application/json',
  body: `${JSON.stringify(body)}\n`,
});

async function answer(request: IncomingMessage, options: OperationsOptions): Promise<Reply> {
  const { registry, services, checkTimeoutMs = 3_000 } = options;
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'only GET and HEAD\n');
  switch (request.url?.split('?')[0]) {
    case '/healthz':
      return json(200, { status: 'alive' });
    case '/readyz': {
      const { isReady, parts } = await checkServices(services, checkTimeoutMs);
      return json(isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', parts });
    }
    case '/metrics':
      return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
    default:
      return text(404, 'try /healthz, /readyz or /metrics\n');
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, body }: Reply,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    ...(status === 405 && { allow: 'GET, HEAD' }),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
