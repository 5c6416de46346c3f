import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { formatSelector, parseSelector, silentLogger } from '@forewarn/core';
import { withIndicators } from '@forewarn/slo';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liveSource, recordedSource } from './metric-source.js';

const clock = () => Date.UTC(2026, 10, 21, 12);

describe('the recording as a source', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-source-'));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  const source = (...selectors: string[]) =>
    recordedSource(path.join(directory, 'replay.json'), clock, selectors.map(parseSelector));

  it('has a sample of an SLA for each metric that is analysed, all of which it holds', async () => {
    const { source: recorded, selectors, sampleSlas, sampleIndicators, notice } = await source();
    expect(notice).toMatch(/not your machines/);
    const indicators = sampleSlas.flatMap(({ objectives }) => objectives.map(({ indicator }) => indicator));
    expect(new Set(indicators.map(({ metric }) => metric))).toEqual(
      new Set([...selectors.map(({ metric }) => metric), 'forewarn_indicator']),
    );
    const find = async (name: string) => sampleIndicators.find((each) => each.name === name)!;
    const metrics = withIndicators(recorded, find);
    const range = { startMs: clock() - 300_000, endMs: clock() };
    for (const indicator of indicators)
      expect(await metrics.listSeries(indicator, range), formatSelector(indicator)).toHaveLength(1);
  });

  it('is analysed as selected, without samples of SLAs for what is not', async () => {
    const { selectors, sampleSlas, sampleIndicators } = await source('node_load1', 'node_filefd_allocated');
    expect(sampleIndicators).toEqual([]);
    expect(selectors.map(formatSelector)).toEqual(['node_load1', 'node_filefd_allocated']);
    expect(sampleSlas.map(({ name }) => name)).toEqual(['open-files']);
  });
});

describe('a live Prometheus as a source', () => {
  const live = (url: string, ...selectors: string[]) =>
    liveSource({ url, access: { headers: {}, tls: {} } }, selectors.map(parseSelector), silentLogger);

  it('is described without the password of its address', () => {
    expect(live('http://me:secret@metrics:9090/path').description).toBe('Prometheus at metrics:9090');
  });

  it('is asked for the usual metrics of every job unless told otherwise', () => {
    const usual = live('http://metrics:9090').selectors;
    expect(usual.map(formatSelector)).toContain('node_memory_MemFree_bytes');
    const [chosen] = live('http://metrics:9090', 'up').selectors;
    expect(chosen).toEqual(parseSelector('up'));
  });
});
