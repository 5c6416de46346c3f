import { formatSelector } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { loadEtlSettings } from './settings.js';

describe('loadEtlSettings', () => {
  it('analyses a day of minutes of a node exporter every minute unless told otherwise', () => {
    const settings = loadEtlSettings({});
    expect(settings).toMatchObject({
      ETL_INTERVAL: 60_000,
      ETL_SETTLE: 5_000,
      ETL_WINDOW: 86_400_000,
      ETL_STEP: 60_000,
      ETL_PARTITION_LABELS: ['device', 'mountpoint'],
      EVENT_FORMAT: 'protobuf',
      OPERATIONS_PORT: 9201,
      ANALYSIS_PROFILE: { name: 'default' },
    });
    expect(settings.ETL_SELECTORS.map(formatSelector)).toContain('node_memory_MemFree_bytes{job="host"}');
  });

  it('takes what is set', () => {
    const env = {
      ETL_SELECTORS: 'up;node_load1{job="a"}',
      ETL_INTERVAL: '5m',
      ETL_STEP: '15s',
      ETL_WINDOW: '6h',
      EVENT_FORMAT: 'json',
      ANALYSIS_PROFILE: 'reference',
    };
    const { ETL_SELECTORS, ...settings } = loadEtlSettings(env);
    expect(ETL_SELECTORS.map(formatSelector)).toEqual(['up', 'node_load1{job="a"}']);
    expect(settings).toMatchObject({
      ETL_INTERVAL: 300_000,
      ETL_STEP: 15_000,
      ETL_WINDOW: 21_600_000,
      EVENT_FORMAT: 'json',
      ANALYSIS_PROFILE: { name: 'reference', forecast: { method: 'holt-winters' } },
    });
  });

  it('names the profiles that there are in place of one that is unknown', () => {
    expect(() => loadEtlSettings({ ANALYSIS_PROFILE: 'fast' })).toThrow(
      '  - ANALYSIS_PROFILE: unknown profile fast; known: default, reference',
    );
  });

  it('reports all that contradicts each other', () => {
    const env = { ETL_WINDOW: '100s', ETL_STEP: '45s', ETL_INTERVAL: '1m' };
    expect(() => loadEtlSettings(env)).toThrow(
      [
        'the settings cannot be used:',
        '  - ETL_WINDOW (1m40s) must be a multiple of ETL_STEP (45s)',
        '  - ETL_INTERVAL (1m) must be a multiple of ETL_STEP (45s)',
      ].join('\n'),
    );
  });

  it('refuses a window of more points than it can hold', () => {
    expect(() => loadEtlSettings({ ETL_WINDOW: '4w', ETL_STEP: '15s' })).toThrow(
      'ETL_WINDOW (28d) holds more than 50000 steps of ETL_STEP (15s): lengthen the step',
    );
  });
});
