import { loadProtoDescriptors } from '@forewarn/contracts';
import { createGrpcListener } from '@forewarn/grpc';
import { createHttpListener } from '@forewarn/http';
import { createOperationsServer, type ServerCertificates, type Service } from '@forewarn/lifecycle';
import { watchConsumers } from '@forewarn/process';
import { apiInfo } from '@forewarn/sla-manager';
import { createMetricsRegistry } from '@forewarn/telemetry';
import { pages } from '@forewarn/web';
import { type EmbeddedAdapters, embeddedApps } from './embedded-apps.js';
import type { ListeningSettings } from './listening-settings.js';

/** Addresses that the embedded mode listens on. */
export interface EmbeddedAddresses {
  readonly host: string;
  /** REST and the page. */
  readonly port: number;
  readonly grpcPort: number;
  /** Health, readiness, metrics. */
  readonly operationsPort: number;
}

/** What the services are wired to, and where they listen. */
export interface EmbeddedWiring extends Omit<EmbeddedAdapters, 'registry'> {
  readonly addresses: EmbeddedAddresses;
  /** Names that requests over HTTP may mean, beside addresses, localhost and the host that is listened on. */
  readonly allowedHosts: readonly string[];
  readonly listening: ListeningSettings;
  /** For all that listens; undefined where it is plain text. */
  readonly certificates: ServerCertificates | undefined;
}

/** Every service of the embedded mode. */
export interface EmbeddedServices {
  /** In start order. */
  readonly services: readonly Service[];
  /** Where they listen; once they are started, with the ports that the system chose. */
  addresses(): EmbeddedAddresses;
}

/** The parts of every app behind one HTTP listener, one gRPC listener and one operations server. */
export function createEmbeddedServices({
  addresses,
  allowedHosts,
  listening,
  certificates,
  ...adapters
}: EmbeddedWiring): EmbeddedServices {
  const { host, port, grpcPort, operationsPort } = addresses;
  const { logger, version, access } = adapters;
  const registry = createMetricsRegistry();
  const eventLog = watchConsumers(adapters.eventLog, { registry, logger });
  const apps = embeddedApps({ ...adapters, eventLog, registry });
  const services = apps.flatMap((app) => app.services);
  const operations = createOperationsServer({
    host,
    port: operationsPort,
    allowedHosts,
    certificates,
    token: listening.OPERATIONS_TOKEN,
    registry,
    services,
    logger,
  });
  const http = createHttpListener({
    host,
    port,
    allowedHosts,
    authorize: access?.http,
    certificates,
    routes: apps.flatMap(({ routes = [] }) => routes),
    info: apiInfo(version),
    pages,
    registry,
    ...adapters.slaBounds.http,
    logger,
  });
  const grpc = createGrpcListener({
    host,
    port: grpcPort,
    authorize: access?.grpc,
    certificates,
    services: apps.flatMap((app) => app.grpc ?? []),
    descriptors: listening.RETRIEVAL_REFLECTION ? loadProtoDescriptors() : undefined,
    registry,
    logger,
  });
  return {
    services: [operations, http, ...services, grpc],
    addresses: () => ({ host, port: http.port, grpcPort: grpc.port, operationsPort: operations.port }),
  };
}
