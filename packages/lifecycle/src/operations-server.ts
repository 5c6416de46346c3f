import type { IncomingMessage, ServerResponse } from 'node:http';
import { ForewarnError, type Logger, publicMessage, silentLogger } from '@forewarn/core';
import type { Registry } from '@forewarn/telemetry';
import type { Readiness } from './check-services.js';
import { createHostRule, type HostRule } from './hosts/host-rule.js';
import { targetOf } from './hosts/request-target.js';
import { type ListenAddress, listen } from './listen.js';
import { createOperationsLock, type OperationsLock } from './operations-lock.js';
import { sharedReadiness } from './readiness.js';
import type { Service } from './service.js';
import type { ServerCertificates } from './tls/server-certificates.js';
import { createWebServer } from './web-server.js';

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
  /** Answers over https alone, and to who shows a certificate as to who shows the token. Default: over http. */
  readonly certificates?: ServerCertificates | undefined;
  /** What a reader of metrics and reasons must show, as `Authorization: Bearer TOKEN`. Default: nothing, unless clients have certificates. */
  readonly token?: string | undefined;
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
    lock: createOperationsLock(options),
    readiness: sharedReadiness(services, { timeoutMs: checkTimeoutMs, keptMs: readinessKeptMs, logger }),
    hosts: createHostRule({ allowedHosts, host: options.host }),
  };
  const refusals = { listener: 'operations', registry, logger };
  const { certificates } = options;
  const web = createWebServer(
    { ...limits, certificates, clients: 'asked', refusals },
    (request, response) => {
      answer(request, context).then(
        (reply) => send(request, response, reply),
        (thrown) => {
          const error = ForewarnError.from(thrown);
          logger.error({ error }, 'a request of operations failed');
          send(request, response, text(500, `${publicMessage(error)}\n`));
        },
      );
    },
  );
  let boundPort = options.port;
  return {
    name: 'operations',
    get port() {
      return boundPort;
    },
    async start() {
      boundPort = await listen(web.server, options);
    },
    check: async () => {},
    stop: () =>
      new Promise((resolve) => {
        web.server.close(() => resolve());
        web.destroyConnections();
      }),
  };
}

/** Requests are a line and a few headers; who takes longer over them, or sends none, is disconnected. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
  // A handful of probes and scrapers have a few each.
  maxConnections: 100,
};

/** What answers are made of. */
interface Context {
  readonly registry: Registry;
  readonly readiness: () => Promise<Readiness>;
  readonly hosts: HostRule;
  readonly lock: OperationsLock;
}

interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
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

const notAllowed: Reply = { ...text(405, 'only GET and HEAD\n'), headers: { allow: 'GET, HEAD' } };

const locked =
  'metrics are for who sends `Authorization: Bearer` with OPERATIONS_TOKEN, or shows a certificate by TLS_CLIENT_CA_FILE\n';

async function answer(
  request: IncomingMessage,
  { registry, readiness, hosts, lock }: Context,
): Promise<Reply> {
  const [path = '/'] = targetOf(request).path.split('?');
  const refusal = hosts.refusalOf(request);
  if (refusal) return problem(refusal, path);
  if (request.method !== 'GET' && request.method !== 'HEAD') return notAllowed;
  switch (path) {
    case '/healthz':
      return json(200, { status: 'alive' });
    case '/readyz': {
      const { isReady, parts } = await readiness();
      const status = isReady ? 'ready' : 'not ready';
      // A probe looks at the status alone; the reasons name what the process depends on.
      return json(isReady ? 200 : 503, { status, ...(lock.opensFor(request) && { parts }) });
    }
    case '/metrics':
      if (!lock.opensFor(request))
        return { ...text(401, locked), headers: { 'www-authenticate': lock.challenge } };
      return { status: 200, contentType: registry.contentType, body: await registry.metrics() };
    default:
      return text(404, 'try /healthz, /readyz or /metrics\n');
  }
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  { status, contentType, body, headers }: Reply,
): void {
  response.writeHead(status, {
    'content-type': contentType,
    'cache-control': 'no-store',
    ...headers,
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}
