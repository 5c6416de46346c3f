import {
  duration,
  type Environment,
  kafkaSettings,
  list,
  loadSettings,
  operationsSettings,
  prometheusSettings,
  selectors,
} from '@forewarn/config';
import {
  defaultPartitionLabels,
  ForewarnError,
  formatDuration,
  parseSelector,
  type SeriesSelector,
} from '@forewarn/core';
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
  ...operationsSettings(9201),
  /** What to analyse: series selectors separated by semicolons. */
  ETL_SELECTORS: selectors().default([...defaultSelectors]),
  /** Labels that name a series for people, most telling first. */
  ETL_PARTITION_LABELS: list().default([...defaultPartitionLabels]),
  /** How often each series is analysed; window ends are multiples of it. */
  ETL_INTERVAL: duration().default(60_000),
  /** How long behind a window's end its round begins, so that the last samples have arrived. */
  ETL_SETTLE: duration().default(5_000),
  ETL_WINDOW: duration().default(86_400_000),
  ETL_STEP: duration().default(60_000),
  EVENT_FORMAT: z.enum(['protobuf', 'json'], 'must be protobuf or json').default('protobuf'),
};

/** The settings of an etl process. */
export type EtlSettings = ReturnType<typeof loadSettings<typeof shape>>;

/**
 * Reads the settings of an etl process.
 *
 * @throws {ForewarnError} `config-invalid`
 */
export function loadEtlSettings(env: Environment): EtlSettings {
  const settings = loadSettings(shape, env);
  const { ETL_WINDOW: windowMs, ETL_STEP: stepMs, ETL_INTERVAL: intervalMs } = settings;
  const mistakes = [
    windowMs % stepMs !== 0 &&
      `ETL_WINDOW (${formatDuration(windowMs)}) must be a multiple of ETL_STEP (${formatDuration(stepMs)})`,
    intervalMs % stepMs !== 0 &&
      `ETL_INTERVAL (${formatDuration(intervalMs)}) must be a multiple of ETL_STEP (${formatDuration(stepMs)})`,
  ].filter((mistake) => mistake !== false);
  if (mistakes.length > 0)
    throw new ForewarnError(
      'config-invalid',
      `the settings cannot be used:\n${mistakes.map((line) => `  - ${line}`).join('\n')}`,
    );
  return settings;
}
