import type { Logger } from '@forewarn/core';
import {
  createOperationsServer,
  openServerCertificates,
  runMain,
  runServices,
  type ServerCertificates,
  type Service,
  type TlsFileSettings,
  tlsFilesOf,
} from '@forewarn/lifecycle';
import { createLogger, createMetricsRegistry, type LoggerOptions, type Registry } from '@forewarn/telemetry';
import type { AppParts } from './app-parts.js';
import { type OwnedResources, withResources } from './owned-resources.js';

/** What the settings of every process have. */
export interface ProcessSettings extends TlsFileSettings {
  readonly LOG_LEVEL: LoggerOptions['level'];
  readonly OPERATIONS_HOST: string;
  readonly OPERATIONS_PORT: number;
  readonly ALLOWED_HOSTS: readonly string[];
  readonly OPERATIONS_TOKEN?: string | undefined;
}

/** What the parts of an app are made from. */
export interface ProcessContext<Settings> {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly registry: Registry;
  /** For all that listens; undefined where it is plain text. */
  readonly certificates: ServerCertificates | undefined;
  /** Takes care of an adapter that must be closed. @returns the adapter */
  readonly own: OwnedResources['own'];
}

/** What is special about the process of one app. */
export interface ProcessDefinition<Settings extends ProcessSettings> {
  /** Stands in every line of the log, such as `storage`. */
  readonly name: string;
  /** Reads the settings. @throws {ForewarnError} `config-invalid` */
  readonly settings: (env: NodeJS.ProcessEnv) => Settings;
  /** Opens adapters and makes the parts. */
  readonly create: (context: ProcessContext<Settings>) => AppParts;
  /** Listens for the parts' routes: before the services start, so that what is asked meanwhile is told why it must wait. */
  readonly http?: (parts: AppParts, context: ProcessContext<Settings>) => Service;
  /** Listens for the parts' calls, once the services have started. */
  readonly grpc?: (parts: AppParts, context: ProcessContext<Settings>) => Service;
}

/**
 * Runs the process of one app until SIGINT or SIGTERM: settings, logger, metrics, adapters, services, listeners, and the
 * operations server that reports on the services. What was opened is closed in reverse, and the first error is the one that counts.
 */
export const runProcess = <Settings extends ProcessSettings>(
  definition: ProcessDefinition<Settings>,
): Promise<void> =>
  runMain(async (signal) => {
    const settings = definition.settings(process.env);
    const logger = createLogger({ service: definition.name, level: settings.LOG_LEVEL });
    const registry = createMetricsRegistry();
    await withResources(logger, async (own) => {
      const files = tlsFilesOf(settings);
      const certificates = files && own(await openServerCertificates(files, { logger }));
      const services = servicesOf(definition, { settings, logger, registry, certificates, own });
      await runServices(services, { logger, signal });
    });
  });

function servicesOf<Settings extends ProcessSettings>(
  { create, http, grpc }: ProcessDefinition<Settings>,
  context: ProcessContext<Settings>,
): Service[] {
  const parts = create(context);
  const { settings, registry, certificates, logger } = context;
  const operations = createOperationsServer({
    host: settings.OPERATIONS_HOST,
    port: settings.OPERATIONS_PORT,
    allowedHosts: settings.ALLOWED_HOSTS,
    token: settings.OPERATIONS_TOKEN,
    certificates,
    registry,
    services: parts.services,
    logger,
  });
  const listeners = [http, grpc].map((listen) => (listen ? [listen(parts, context)] : []));
  return [operations, ...listeners[0]!, ...parts.services, ...listeners[1]!];
}
