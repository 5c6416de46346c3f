import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import {
  aggregateBins,
  augmentedDickeyFuller,
  autocorrelation,
  hodrickPrescott,
  seasonalDecompose,
} from '@forewarn/statistics';
import { describe, expect, it } from 'vitest';
import { runForewarn } from '../support/forewarn-program.js';
import type { ResponseSeries } from '../support/range-response.js';
import { linesOf } from './analyzed.js';

const recording = fileURLToPath(new URL('../../packages/prometheus-source/recording/', import.meta.url));

describe('forewarn analyze prints of recorded files', () => {
  it('prints one line of JSON for each series of each recorded file, in the order of the file', async () => {
    const files = (await readdir(recording)).filter((name) => name.endsWith('.json.gz'));
    expect(files).toHaveLength(11);
    const runs = files.map(async (name) => {
      const file = path.join(recording, name);
      const saved: { data: { result: ResponseSeries[] } } = JSON.parse(
        gunzipSync(await readFile(file)).toString(),
      );
      const { code, stdout, stderr } = await runForewarn(['analyze', file]);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const lines = linesOf(stdout);
      expect(lines.map(({ series }) => ({ __name__: series.metric, ...series.labels }))).toEqual(
        saved.data.result.map(({ metric }) => metric),
      );
      for (const line of lines) {
        expect(Object.keys(line)).toEqual([
          'profile',
          'isRate',
          'series',
          'window',
          'dickeyFuller',
          'hodrickPrescott',
          'autocorrelation',
          'decomposition',
          'aggregates',
          'forecast',
          'executionTimes',
        ]);
        expect(line.window).toMatchObject({ stepMs: 2_000, sampleCount: 1_537, missingCount: 0 });
      }
    });
    await Promise.all(runs);
  });

  it('prints what the statistics give when they are called directly', async () => {
    const file = path.join(recording, 'node_memory_MemFree_bytes.json.gz');
    const saved: { data: { result: ResponseSeries[] } } = JSON.parse(
      gunzipSync(await readFile(file)).toString(),
    );
    const [seconds, texts] = [0, 1].map((at) => saved.data.result[0]!.values.map((pair) => pair[at]!));
    const times = Float64Array.from(seconds!, (each) => Number(each) * 1000);
    const values = Float64Array.from(texts!, Number);
    const [line] = linesOf((await runForewarn(['analyze', file])).stdout);
    const plain = (result: object) =>
      JSON.parse(
        JSON.stringify(result, (_, v) => (ArrayBuffer.isView(v) ? Array.from(v as Float64Array) : v)),
      );

    const test = augmentedDickeyFuller(values, { maxLag: 3, regression: 'c', autolag: 'AIC' });
    const { statistic, pValue, usedLag, observations } = plain(test);
    expect(line.dickeyFuller).toMatchObject({ statistic, pValue, usedLag, observations });
    expect(line.hodrickPrescott).toMatchObject(plain(hodrickPrescott(values, 1600)));
    expect(line.autocorrelation.values).toEqual(plain(autocorrelation(values)).values);
    const { trend, seasonal, residual } = plain(seasonalDecompose(values, { model: 'additive', period: 60 }));
    expect(line.decomposition).toMatchObject({ trend, seasonal, residual });
    for (const [at, hours] of [1, 3, 12].entries()) {
      const { count, max, min, mean } = plain(aggregateBins(times, values, hours * 3_600_000));
      expect(line.aggregates.bins[at]).toMatchObject({
        binMs: hours * 3_600_000,
        binCount: count,
        max,
        min,
        mean,
      });
    }
  });
});
