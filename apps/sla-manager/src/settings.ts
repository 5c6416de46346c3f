import {
  accessContradictions,
  accessSettings,
  analysisSettings,
  certificates,
  duration,
  type Environment,
  forwards,
  host,
  integer,
  kafkaContradictions,
  kafkaSettings,
  loadSettings,
  mysqlContradictions,
  mysqlSettings,
  operationsMistakes,
  operationsSettings,
  port,
  prometheusContradictions,
  prometheusSettings,
} from '@forewarn/config';
import type { ServiceDocument } from '@forewarn/contracts/rest';
import type { HttpListenerOptions } from '@forewarn/http';
import { defaultEndedAfterMs } from '@forewarn/slo';
import { pages } from '@forewarn/web';
import { z } from 'zod';
import { apiInfo } from './api-info.js';
import { defaultSlaLimits } from './sla-limits.js';
import type { SlaManagerDeps } from './sla-manager.js';

/** What bounds what people define and ask for, and how long it is known who did: the same wherever the SLA manager runs. */
const boundSettings = {
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
  SLA_INDICATORS: integer(1, 10_000).default(defaultSlaLimits.indicators),
  /** How long it is kept who changed what. */
  AUDIT_RETENTION: duration()
    .pipe(
      z.number().min(86_400_000, 'must be from 1d to 3660d').max(316_224_000_000, 'must be from 1d to 3660d'),
    )
    .default(366 * 86_400_000),
  /** Longest REST answer. */
  SLA_ANSWER_BYTES: integer(100_000, 1_000_000_000).default(defaultSlaLimits.answerBytes),
};

const shape = {
  ...kafkaSettings,
  ...prometheusSettings,
  ...mysqlSettings,
  ...analysisSettings,
  ...operationsSettings(9204),
  ...accessSettings,
  /** Where REST and the page listen. */
  SLA_HOST: host().default('127.0.0.1'),
  SLA_PORT: port().default(8080),
  ...boundSettings,
  /** Services whose part of the REST API this process answers for, as the page asks no other. */
  SLA_FORWARD: forwards().default([]),
  /** PEM of the authorities by which those are known over https; read once. */
  SLA_FORWARD_CA: certificates().optional(),
};

/**
 * Reads the settings of an SLA manager process.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export const loadSlaManagerSettings = (env: Environment) =>
  loadSettings(
    shape,
    env,
    accessContradictions('SLA_HOST'),
    kafkaContradictions,
    mysqlContradictions,
    prometheusContradictions,
    operationsMistakes,
  );

type Settings = ReturnType<typeof loadSlaManagerSettings>;

/** Bounds on what people define and ask for. */
export interface SlaBounds
  extends Required<Pick<SlaManagerDeps, 'endedAfterMs' | 'limits' | 'auditRetentionMs'>> {
  readonly http: Required<Pick<HttpListenerOptions, 'maxConnections' | 'requestsPerMinute' | 'answerBytes'>>;
}

/** What may be defined and answered, as the settings say. */
const slaBounds = (settings: Pick<Settings, keyof typeof boundSettings>): SlaBounds => ({
  endedAfterMs: settings.SLA_SERIES_GRACE,
  auditRetentionMs: settings.AUDIT_RETENTION,
  limits: {
    seriesPerObjective: settings.SLA_SERIES_PER_OBJECTIVE,
    seriesPerAnswer: settings.SLA_SERIES_PER_ANSWER,
    answerBytes: settings.SLA_ANSWER_BYTES,
    slas: settings.SLA_COUNT,
    objectivesPerSla: settings.SLA_OBJECTIVES_PER_SLA,
    objectives: settings.SLA_OBJECTIVES,
    indicators: settings.SLA_INDICATORS,
  },
  http: {
    maxConnections: settings.SLA_MAX_CONNECTIONS,
    requestsPerMinute: settings.SLA_REQUESTS_PER_MINUTE,
    answerBytes: settings.SLA_ANSWER_BYTES,
  },
});

/**
 * Reads them alone, for who runs the SLA manager among others.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export const loadSlaBounds = (env: Environment): SlaBounds => slaBounds(loadSettings(boundSettings, env));

/**
 * What the settings say of the SLA manager.
 *
 * @param version  of the program
 */
export function slaManagerOptions(settings: Settings, version: string) {
  const { http: _, ...bounds } = slaBounds(settings);
  const services = () => servicesOf(settings, version);
  const { KAFKA_NAMESPACE: namespace } = settings;
  return { about: aboutData(settings), services, version, ...bounds, namespace };
}

/** What the settings say of the data, for the page. Of Prometheus' address the host alone: it may hold a password. */
const aboutData = (settings: Settings) => ({
  mode: 'distributed' as const,
  source: `Prometheus at ${new URL(settings.PROMETHEUS_URL).host}`,
  profile: settings.ANALYSIS_PROFILE.name,
});

/**
 * The SLA manager, and whom the settings let answer in its place.
 *
 * @param version  of the program
 */
const servicesOf = (
  { SLA_FORWARD }: Pick<Settings, 'SLA_FORWARD'>,
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
export const httpOptions = (settings: Settings, version: string) => ({
  host: settings.SLA_HOST,
  port: settings.SLA_PORT,
  allowedHosts: settings.ALLOWED_HOSTS,
  forward: settings.SLA_FORWARD.map((forward) => ({ ...forward, ca: settings.SLA_FORWARD_CA })),
  ...slaBounds(settings).http,
  info: apiInfo(version),
  pages,
});
