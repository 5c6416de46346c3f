import { anybody, type Logger, silentLogger } from '@forewarn/core';
import {
  countingRefusedCallers,
  type ListenAddress,
  type ServerCertificates,
  type Service,
} from '@forewarn/lifecycle';
import type { Registry } from '@forewarn/telemetry';
import type { Server } from '@grpc/grpc-js';
import type { PackageDefinition } from '@grpc/proto-loader';
import { guardedHandlers, readingAnyBytes } from './calls/readable-request.js';
import { GrpcError } from './grpc-error.js';
import type { Authorize, Check, GrpcService } from './grpc-service.js';
import { addReflection } from './reflection/add-reflection.js';
import { bindService } from './server/bind-service.js';
import { defaultLimits, type GrpcLimits } from './server/grpc-limits.js';
import { createGrpcServer } from './server/grpc-server.js';
import { Health } from './server/health.js';
import { requireSound } from './server/require-sound.js';

/** What a listener serves, and where. */
export interface GrpcListenerOptions extends ListenAddress, Partial<GrpcLimits> {
  /** Of one app or of several. */
  readonly services: readonly GrpcService[];
  /** What reflection tells: proto/ as proto-loader reads it with `keepCase`. Default: there is no reflection. */
  readonly descriptors?: PackageDefinition | undefined;
  /** Speaks TLS alone, and with nobody who has no certificate where authorities of clients are set. Default: plain text. */
  readonly certificates?: ServerCertificates | undefined;
  /** Whether the server as a whole can do its work. Default: while all of its services can. */
  readonly check?: Check;
  /** Decides who may call what. Default: all may do all. */
  readonly authorize?: Authorize | undefined;
  readonly registry: Registry;
  readonly logger?: Logger;
  /** For logs and readiness. Default: `grpc`. */
  readonly name?: string;
  /** How often health is found out. Default: 5 s. */
  readonly healthIntervalMs?: number;
  /** How long calls may go on once the listener stops. Default: 5 s. */
  readonly drainDeadlineMs?: number;
}

/** A gRPC server, with the port that it listens on once it was started. */
export type GrpcListener = Service & { readonly port: number };

/**
 * Serves gRPC services on one port, with health and reflection. When it stops it refuses new calls, aborts
 * the signal `stopping` that streams see, and lets what runs end within the deadline.
 *
 * @throws {ForewarnError} `internal` when two services have one name, or a method has no handler or no declared access
 */
export function createGrpcListener(options: GrpcListenerOptions): GrpcListener {
  const { services, registry, name = 'grpc', healthIntervalMs = 5_000, drainDeadlineMs = 5_000 } = options;
  requireSound(services);
  const logger = (options.logger ?? silentLogger).child({ part: name });
  const stopping = new AbortController();
  const limits = { ...defaultLimits, ...options };
  const { server, bind, shutDown } = createGrpcServer(
    limits,
    { listener: name, registry, logger },
    options.certificates,
  );
  const health = new Health(services, options.check, logger);
  const refusals = { listener: name, registry };
  const authorize = countingRefusedCallers(refusals, options.authorize ?? (() => anybody));
  const bindings = services.map((service) => {
    const { stallTimeoutMs } = limits;
    return bindService(service, { authorize, registry, logger, stallTimeoutMs, stopping: stopping.signal });
  });
  let healthFollowed: Promise<void> = Promise.resolve();
  let boundPort: number | undefined;

  return {
    name,
    get port() {
      return boundPort ?? options.port;
    },
    async start() {
      for (const { definition, handlers } of bindings) server.addService(definition, handlers);
      const others = serverForOthers(server);
      health.addTo(others);
      if (options.descriptors) addReflection(others, options.descriptors, services);
      health.setAll(true);
      boundPort = await bind(options);
      healthFollowed = health.follow(healthIntervalMs, stopping.signal);
      const over = options.certificates ? ' over TLS' : '';
      logger.info({ host: options.host, port: boundPort }, `${name} listens${over}`);
    },
    async check() {
      if (boundPort === undefined || stopping.signal.aborted)
        throw unavailable('the gRPC server does not listen');
    },
    async stop() {
      stopping.abort(unavailable('the server is stopping: call again in a moment'));
      health.setAll(false);
      await Promise.all([healthFollowed, shutDown(drainDeadlineMs)]);
    },
  };
}

/** Takes services whose handlers are of another's making. */
const serverForOthers = (server: Server): Server => {
  const addService: Server['addService'] = (definition, handlers) =>
    server.addService(readingAnyBytes(definition), guardedHandlers(handlers));
  // All that health and reflection ask of a server.
  return { addService } as Server;
};

const unavailable = (message: string): GrpcError => new GrpcError('grpc-unavailable', message);
