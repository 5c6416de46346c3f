import {
  analysisSettings,
  duration,
  type Environment,
  kafkaContradictions,
  kafkaSettings,
  list,
  loadSettings,
  operationsMistakes,
  operationsSettings,
  prometheusContradictions,
  prometheusSettings,
  selectors,
} from '@forewarn/config';
import { defaultPartitionLabels, formatDuration, parseSelector, type SeriesSelector } from '@forewarn/core';
import { z } from 'zod';

/** The metrics that Forewarn watches unless told otherwise: memory, filesystems and open files of a node exporter. */
export const defaultSelectors: readonly SeriesSelector[] = [
  'node_memory_MemFree_bytes{job="host"}',
  'node_memory_MemAvailable_bytes{job="host"}',
  'node_filesystem_free_bytes{job="host"}',
  'node_filesystem_avail_bytes{job="host"}',
  'node_filefd_allocated{job="host"}',
].map(parseSelector);

const shape = {
  ...kafkaSettings,
  ...prometheusSettings,
  ...analysisSettings,
  ...operationsSettings(9201),
  /** What to analyse: series selectors separated by semicolons. */
  ETL_SELECTORS: selectors().default([...defaultSelectors]),
  /** Labels that name a series for people, most telling first. */
  ETL_PARTITION_LABELS: list().default([...defaultPartitionLabels]),
  /** How often each series is analysed; window ends are multiples of it. */
  ETL_INTERVAL: duration().default(60_000),
  /** How long behind a window's end its round begins, so that the last samples have arrived. */
  ETL_SETTLE: duration().default(5_000),
  /** How far back each analysis looks; a multiple of the step. */
  ETL_WINDOW: duration().default(86_400_000),
  /** Distance of the points of a window. */
  ETL_STEP: duration().default(60_000),
  /** How events are written to the topic of results. */
  EVENT_FORMAT: z.enum(['protobuf', 'json'], 'must be protobuf or json').default('protobuf'),
};

/** The settings of an etl process. */
export type EtlSettings = ReturnType<typeof loadSettings<typeof shape>>;

/**
 * Reads the settings of an etl process.
 *
 * @param env  such as `process.env`
 * @throws     {ForewarnError} `config-invalid`
 */
export function loadEtlSettings(env: Environment): EtlSettings {
  return loadSettings(
    shape,
    env,
    contradictions,
    kafkaContradictions,
    prometheusContradictions,
    operationsMistakes,
  );
}

/** What the settings say of the parts of etl. */
export const etlOptions = (settings: EtlSettings) => ({
  profile: { ...settings.ANALYSIS_PROFILE, windowMs: settings.ETL_WINDOW, stepMs: settings.ETL_STEP },
  selectors: settings.ETL_SELECTORS,
  partitionLabels: settings.ETL_PARTITION_LABELS,
  intervalMs: settings.ETL_INTERVAL,
  settleMs: settings.ETL_SETTLE,
  resultTopic: settings.KAFKA_TOPIC,
  namespace: settings.KAFKA_NAMESPACE,
  topicPartitions: settings.KAFKA_PARTITIONS,
  format: settings.EVENT_FORMAT,
});

/** What a window may hold, in memory and in an event: above a month of minutes. */
const mostPoints = 50_000;

function contradictions({
  ETL_WINDOW: windowMs,
  ETL_STEP: stepMs,
  ETL_INTERVAL: intervalMs,
}: EtlSettings): string[] {
  const [window, step, interval] = [windowMs, stepMs, intervalMs].map(formatDuration);
  const mistakes: string[] = [];
  if (windowMs % stepMs !== 0)
    mistakes.push(`ETL_WINDOW (${window}) must be a multiple of ETL_STEP (${step})`);
  if (intervalMs % stepMs !== 0)
    mistakes.push(`ETL_INTERVAL (${interval}) must be a multiple of ETL_STEP (${step})`);
  if (windowMs / stepMs > mostPoints)
    mistakes.push(
      `ETL_WINDOW (${window}) holds more than ${mostPoints} steps of ETL_STEP (${step}): lengthen the step`,
    );
  return mistakes;
}
