import {
  analysisSettings,
  duration,
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
import { defaultEndedAfterMs } from '@forewarn/slo';
import { pages } from '@forewarn/web';
import { z } from 'zod';
import { apiInfo } from './api-info.js';
import { defaultSlaLimits, type SlaLimits } from './sla-limits.js';

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
  /** Connections that are open at once to REST and the page. */
  SLA_MAX_CONNECTIONS: integer(1, 100_000).default(1_000),
  /** How long a series has no sample before it leaves the verdict, where others of its objective live. */
  SLA_SERIES_GRACE: duration()
    .pipe(z.number().min(300_000, 'must be from 5m to 1d').max(86_400_000, 'must be from 5m to 1d'))
    .default(defaultEndedAfterMs),
  /** Series that an objective is judged over, and that the status of all shows. */
  SLA_SERIES_PER_OBJECTIVE: integer(1, 10_000).default(defaultSlaLimits.seriesPerObjective),
  SLA_SERIES_PER_ANSWER: integer(1, 1_000_000).default(defaultSlaLimits.seriesPerAnswer),
  /** What may be defined. */
  SLA_COUNT: integer(1, 100_000).default(defaultSlaLimits.slas),
  SLA_OBJECTIVES_PER_SLA: integer(1, 1_000).default(defaultSlaLimits.objectivesPerSla),
  SLA_OBJECTIVES: integer(1, 100_000).default(defaultSlaLimits.objectives),
  /** Longest REST answer. */
  SLA_ANSWER_BYTES: integer(100_000, 1_000_000_000).default(defaultSlaLimits.answerBytes),
  /** Services whose part of the REST API this process answers for, as the page asks no other. */
  SLA_FORWARD: forwards().default([]),
};

/**
 * Reads the settings of an SLA manager process.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export const loadSlaManagerSettings = (env: Environment) => loadSettings(shape, env);

/** What may be defined and answered, as the settings say. */
export const slaLimits = (settings: ReturnType<typeof loadSlaManagerSettings>): SlaLimits => ({
  seriesPerObjective: settings.SLA_SERIES_PER_OBJECTIVE,
  seriesPerAnswer: settings.SLA_SERIES_PER_ANSWER,
  answerBytes: settings.SLA_ANSWER_BYTES,
  slas: settings.SLA_COUNT,
  objectivesPerSla: settings.SLA_OBJECTIVES_PER_SLA,
  objectives: settings.SLA_OBJECTIVES,
});

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
  maxConnections: settings.SLA_MAX_CONNECTIONS,
  requestsPerMinute: settings.SLA_REQUESTS_PER_MINUTE,
  answerBytes: settings.SLA_ANSWER_BYTES,
  info: apiInfo(version),
  pages,
});
