import { anybody, createConcurrencyLimit, type Logger, silentLogger } from '@forewarn/core';
import {
  countingRefusedCallers,
  createHostRule,
  listen,
  type ServerCertificates,
  type Service,
} from '@forewarn/lifecycle';
import { Registry } from '@forewarn/telemetry';
import type { Forward } from '../forward/forward.js';
import { HttpError } from '../http-error.js';
import { createIdempotentAnswers } from '../idempotency/idempotent-answers.js';
import type { ApiInfo } from '../openapi/openapi-document.js';
import type { Route } from '../route/route.js';
import { createApp } from './create-app.js';
import { createDrainingServer } from './draining-server.js';
import type { StaticPages } from './mount-pages.js';
import { refuseDuplicates } from './refuse-duplicates.js';
import type { Authorize } from './route-limits.js';

/** What a listener serves, and within which bounds. */
export interface HttpListenerOptions {
  /** Address to listen on. */
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Names that requests may mean, beside addresses, localhost and `host`; see `createHostRule` of lifecycle. Default: none. */
  readonly allowedHosts?: readonly string[];
  /** Answers over https alone. Default: over http. */
  readonly certificates?: ServerCertificates | undefined;
  /** Of one app or of several. */
  readonly routes: readonly Route[];
  readonly info: ApiInfo;
  /** Default: none. */
  readonly pages?: StaticPages;
  /** Paths whose requests go to other processes. Default: none. */
  readonly forward?: readonly Forward[];
  /** Asked before each request to a route. Default: everybody may do everything. */
  readonly authorize?: Authorize | undefined;
  readonly logger?: Logger;
  /** Where refused connections are counted. Default: nowhere. */
  readonly registry?: Registry;
  /** Of one client address, under `/api`. Default 1200. */
  readonly requestsPerMinute?: number;
  /** Longest time until an answer begins. Default 15 s. */
  readonly requestTimeoutMs?: number;
  /** Longest JSON answer, which stands in memory as a whole. Default 32 MiB. */
  readonly answerBytes?: number;
  /** Requests that are worked on at once; eight times as many may wait. Default 8. */
  readonly concurrentRequests?: number;
  /** Connections that are open at once; further ones are closed. Default 1000. */
  readonly maxConnections?: number;
  /** The head of a request must have arrived by then, also the first of a connection. Default 10 s. */
  readonly headersTimeoutMs?: number;
  /** A whole request must have arrived by then. Default 30 s. */
  readonly receiveTimeoutMs?: number;
  /** For logs, and where a process has several. Default `http`. */
  readonly name?: string;
}

/** A listener as a service; `port` is the bound one once it is started. */
export type HttpListener = Service & { readonly port: number };

/**
 * Makes a listener, which listens when it is started and drains when it is stopped. Start it before the services whose routes it
 * serves: until they can work, their routes answer with the reason.
 *
 * @throws {ForewarnError} `internal` naming two routes of one method and path; `config-invalid` for a prefix that is both served and forwarded
 */
export function createHttpListener(options: HttpListenerOptions): HttpListener {
  const { host, port, routes, info, pages, forward = [], logger = silentLogger, name = 'http' } = options;
  const { concurrentRequests = 8, certificates, registry = new Registry() } = options;
  refuseDuplicates(routes, forward);
  const draining = new AbortController();
  const stopping = new AbortController();
  const app = createApp({
    routes,
    info,
    pages,
    forward,
    logger,
    isSecure: certificates !== undefined,
    hosts: createHostRule({ allowedHosts: options.allowedHosts ?? [], host }),
    authorize: countingRefusedCallers({ listener: name, registry }, options.authorize ?? (() => anybody)),
    requestsPerMinute: options.requestsPerMinute ?? 1_200,
    timeoutMs: options.requestTimeoutMs ?? 15_000,
    answerBytes: options.answerBytes ?? 32 * 2 ** 20,
    concurrency: createConcurrencyLimit({
      concurrent: concurrentRequests,
      queue: { longest: concurrentRequests * 8, refusal: () => overloaded(concurrentRequests) },
      what: 'the request',
    }),
    idempotent: createIdempotentAnswers(),
    draining: draining.signal,
    stopping: stopping.signal,
  });
  const { server, stop } = createDrainingServer(app, {
    maxConnections: options.maxConnections ?? 1_000,
    headersTimeoutMs: options.headersTimeoutMs ?? 10_000,
    receiveTimeoutMs: options.receiveTimeoutMs ?? 30_000,
    certificates,
    refusals: { listener: name, registry, logger },
  });
  const scheme = certificates ? 'https' : 'http';
  let boundPort = port;
  return {
    name,
    get port() {
      return boundPort;
    },
    async start() {
      boundPort = await listen(server, { host, port });
      logger.info({ host, port: boundPort }, `${info.title} at ${scheme}://${host}:${boundPort}/`);
    },
    async check() {},
    async stop() {
      draining.abort();
      await stop(() => stopping.abort());
    },
  };
}

const overloaded = (concurrent: number): HttpError =>
  new HttpError(
    'overloaded',
    `${concurrent} requests are being answered and ${concurrent * 8} wait: try again in a few seconds`,
  );
