import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { ForewarnError, type Logger, publicMessage, silentLogger } from '@forewarn/core';
import type { Registry } from '@forewarn/telemetry';
import type { Readiness } from './check-services.js';
import { createHostRule, type HostRule } from './hosts/host-rule.js';
import { targetOf } from './hosts/request-target.js';
import { type ListenAddress, listen } from './listen.js';
import { sharedReadiness } from './readiness.js';
import { watchRefusedConnections } from './refusals.js';
import type { Service } from './service.js';

/** What the operations server reports on. */
export interface OperationsOptions extends ListenAddress {
  readonly registry: Registry;
  /** Asked by `/readyz`. */
  readonly services: readonly Service[];
  /** Longest wait for a service's answer to `/readyz`. Default 3 s. */
  readonly checkTimeoutMs?: number;
  /** How long an answer of `/readyz` holds, and serves whoever asks. Default 3 s. */
  readonly readinessKeptMs?: number;
  /** Names that requests may mean, beside addresses, localhost and `host`; see {@link createHostRule}. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Told what no answer says: why a service is not ready, and what failed at a request. Default: nobody. */
  readonly logger?: Logger;
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
  const { registry, services, checkTimeoutMs = 3_000, readinessKeptMs = 3_000, allowedHosts = [] } = options;
  const logger = (options.logger ?? silentLogger).child({ part: 'operations' });
  const context: Context = {
    registry,
    readiness: sharedReadiness(services, { timeoutMs: checkTimeoutMs, keptMs: readinessKeptMs, logger }),
    hosts: createHostRule({ allowedHosts, host: options.host }),
  };
  const server = createServer(limits, (request, response) => {
    answer(request, context).then(
      (reply) => send(request, response, reply),
      (thrown) => {
        const error = ForewarnError.from(thrown);
        logger.error({ error }, 'a request of operations failed');
        send(request, response, text(500, `${publicMessage(error)}\n`));
      },
    );
  });
  server.maxConnections = mostConnections;
  watchRefusedConnections(server, { listener: 'operations', registry, logger });
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

/** Requests are a line and a few headers; who takes longer over them, or sends none, is disconnected. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
};

/** A handful of probes and scrapers have a few each. */
const mostConnections = 100;

/** What answers are made of. */
interface Context {
  readonly registry: Registry;
  readonly readiness: () => Promise<Readiness>;
  readonly hosts: HostRule;
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

/** As REST answers errors. */
const problem = ({ code, meaning, message, httpStatus = 403 }: ForewarnError, instance: string): Reply => ({
  ...json(httpStatus, {
    type: `urn:forewarn:error:${code}`,
    title: meaning,
    status: httpStatus,
    detail: message,
    instance,
    code,
  }),
  contentType: 'application/problem+json',
});

async function answer(request: IncomingMessage, { registry, readiness, hosts }: Context): Promise<Reply> {
  const [path = '/'] = targetOf(request).path.split('?');
  const refusal = hosts.refusalOf(request);
  if (refusal) return problem(refusal, path);
  if (request.method !== 'GET' && request.method !== 'HEAD') return text(405, 'only GET and HEAD\n');
  switch (path) {
    case '/healthz':
      return json(200, { status: 'alive' });
    case '/readyz': {
      const { isReady, parts } = await readiness();
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
