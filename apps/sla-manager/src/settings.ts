import {
  analysisSettings,
  type Environment,
  forwards,
  host,
  integer,
  loadSettings,
  mysqlSettings,
  operationsSettings,
  port,
  prometheusSettings,
} from '@forewarn/config';
import type { ServiceDocument } from '@forewarn/contracts/rest';
import { pages } from '@forewarn/web';
import { apiInfo } from './api-info.js';

const shape = {
  ...prometheusSettings,
  ...mysqlSettings,
  ...analysisSettings,
  ...operationsSettings(9204),
  /** Where REST and the page listen. */
  SLA_HOST: host().default('127.0.0.1'),
  SLA_PORT: port().default(8080),
  /** Requests that one client address may send in a minute. */
  SLA_REQUESTS_PER_MINUTE: integer(1, 1_000_000).default(1_200),
  /** Services whose part of the REST API this process answers for, as the page asks no other. */
  SLA_FORWARD: forwards().default([]),
};

/**
 * Reads the settings of an SLA manager process.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export const loadSlaManagerSettings = (env: Environment) => loadSettings(shape, env);

/** What the settings say of the data, for the page. Of Prometheus' address the host alone: it may hold a password. */
export const aboutData = (settings: ReturnType<typeof loadSlaManagerSettings>) => ({
  mode: 'distributed' as const,
  source: `Prometheus at ${new URL(settings.PROMETHEUS_URL).host}`,
  profile: settings.ANALYSIS_PROFILE.name,
});

/**
 * The SLA manager, and whom the settings let answer in its place.
 *
 * @param version  of the program
 */
export const servicesOf = (
  { SLA_FORWARD }: Pick<ReturnType<typeof loadSlaManagerSettings>, 'SLA_FORWARD'>,
  version: string,
): readonly ServiceDocument[] => [
  { name: 'sla-manager', version, where: 'here' },
  ...SLA_FORWARD.map(({ prefix }) => ({
    name: prefix.slice(prefix.lastIndexOf('/') + 1),
    where: 'forwarded' as const,
  })),
];

/**
 * How the settings let REST and the page be served.
 *
 * @param version  of the program
 */
export const httpOptions = (settings: ReturnType<typeof loadSlaManagerSettings>, version: string) => ({
  host: settings.SLA_HOST,
  port: settings.SLA_PORT,
  allowedHosts: settings.ALLOWED_HOSTS,
  forward: settings.SLA_FORWARD,
  requestsPerMinute: settings.SLA_REQUESTS_PER_MINUTE,
  info: apiInfo(version),
  pages,
});
