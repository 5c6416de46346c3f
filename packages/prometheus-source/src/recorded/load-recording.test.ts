import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundledRecordings, loadRecording } from './load-recording.js';

const response = (metric: string, values: readonly (readonly [number, string])[]) => ({
  status: 'success',
  data: { resultType: 'matrix', result: [{ metric: { __name__: metric }, values }] },
});
const threeSamples = [
  [100, '1'],
  [102, '2'],
  [104, '3'],
] as const;

describe('the bundled recording', () => {
  it('has the gauges of memory, file systems and open files that the default selectors name', async () => {
    const { series, sampleCount } = await loadRecording();
    const metrics = series.map((one) => one.series.metric);
    expect(metrics).toEqual(
      expect.arrayContaining([
        'node_memory_MemFree_bytes',
        'node_memory_MemAvailable_bytes',
        'node_filesystem_free_bytes',
        'node_filesystem_avail_bytes',
        'node_filefd_allocated',
      ]),
    );
    expect(metrics.filter((metric) => metric.endsWith('_total'))).toEqual([]);
    expect(sampleCount).toBe(1537);
  });

  it('knows during which samples faults were injected', async () => {
    const { faults, sampleCount } = await loadRecording();
    expect(faults.map(({ kind }) => kind)).toEqual(['memleak', 'cpu', 'memleak', 'disk', 'cpu', 'memleak']);
    for (const { firstSample, lastSample } of faults) {
      expect(firstSample).toBeLessThan(lastSample);
      expect(lastSample).toBeLessThan(sampleCount);
    }
  });

  it('loses free memory during its first memory leak', async () => {
    const { faults, series } = await loadRecording();
    const { values } = series.find((one) => one.series.metric === 'node_memory_MemFree_bytes')!;
    const { firstSample, lastSample } = faults[0]!;
    // 40 MB a second for 100 seconds, whatever else the machine did.
    expect(values[firstSample]! - Math.min(...values.slice(firstSample, lastSample))).toBeGreaterThan(2e9);
  });
});

describe('the bundled recording of a service', () => {
  it('has its requests by code, and the answer to the latency that the sample is about', async () => {
    const { series, expressions, stepMs, sampleCount, faults } = await loadRecording(
      bundledRecordings.service,
    );
    expect(series.map((one) => [one.series.metric, one.series.labels.code])).toEqual([
      ['http_requests_total', '200'],
      ['http_requests_total', '503'],
    ]);
    expect(expressions.map(({ expression }) => expression)).toEqual([
      'histogram_quantile(0.99, sum by (le) (rate(http_request_duration_seconds_bucket[5m])))',
    ]);
    expect(expressions[0]!.series[0]!.values).toHaveLength(sampleCount);
    expect({ stepMs, sampleCount }).toEqual({ stepMs: 1_000, sampleCount: 1_537 });
    expect(new Set(faults.map(({ kind }) => kind))).toEqual(new Set(['errors', 'slow', 'overload']));
  });

  it('has errors and slow answers while they were injected', async () => {
    const { series, expressions, faults } = await loadRecording(bundledRecordings.service);
    const errors = series.find((one) => one.series.labels.code === '503')!.values;
    const slow = faults.findLast(({ kind }) => kind === 'slow')!;
    const failing = faults.find(({ kind }) => kind === 'errors')!;
    expect(errors[failing.lastSample]! - errors[failing.firstSample]!).toBeGreaterThan(20);
    const latency = expressions[0]!.series[0]!.values;
    const mean = (values: Float64Array) => values.reduce((sum, each) => sum + each, 0) / values.length;
    expect(mean(latency.slice(slow.firstSample + 5, slow.lastSample))).toBeGreaterThan(
      5 * mean(latency.slice(slow.firstSample - 60, slow.firstSample)),
    );
  });
});

describe('a recording that cannot be used is refused, naming the file:', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-recording-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const save = (name: string, content: unknown) =>
    writeFile(join(directory, name), gzipSync(JSON.stringify(content)));
  const refusal = async (): Promise<string> => {
    const error = await loadRecording(directory).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'recording-invalid' });
    return (error as Error).message;
  };

  it('a directory that does not exist', async () => {
    await expect(loadRecording(join(directory, 'nowhere'))).rejects.toMatchObject({
      code: 'recording-invalid',
      message: expect.stringContaining('nowhere'),
    });
  });

  it('a directory without samples', async () => {
    expect(await refusal()).toContain(directory);
  });

  it('a file that unpacks to more than a recording has', async () => {
    await writeFile(join(directory, 'node_load1.json.gz'), gzipSync(' '.repeat(64 * 2 ** 20 + 1)));
    expect(await refusal()).toMatch(/node_load1\.json\.gz .*larger than 67108864 bytes/);
  });

  it('a file that is not gzip', async () => {
    await writeFile(join(directory, 'a.json.gz'), '{}');
    expect(await refusal()).toMatch(/a\.json\.gz .*cannot be read as JSON/);
  });

  it('a file that is no range-query response', async () => {
    await save('a.json.gz', response('a', [[100, 'many']]));
    expect(await refusal()).toMatch(/a\.json\.gz .*result\[0\]\.values\[0\]\[1\] is "many"/);
  });

  it('samples that are not finite', async () => {
    await save('a.json.gz', response('a', [[100, 'NaN']]));
    expect(await refusal()).toMatch(/a\.json\.gz .*NaN/);
  });

  it('an expression that is no text', async () => {
    await save('a.json.gz', { ...response('a', threeSamples), expression: 7 });
    expect(await refusal()).toMatch(/a\.json\.gz .*expression is 7, not a string/);
  });

  it('answers to expressions alone', async () => {
    await save('a.json.gz', { ...response('a', threeSamples), expression: 'vector(1)' });
    expect(await refusal()).toMatch(/no file .* holds a series/);
  });

  it('series that were sampled at different times', async () => {
    await save('a.json.gz', response('a', threeSamples));
    await save('b.json.gz', response('b', threeSamples.slice(1)));
    expect(await refusal()).toMatch(/b\.json\.gz .*2 samples, not 3/);
  });

  it('a series that stands in two files', async () => {
    await save('a.json.gz', response('a', threeSamples));
    await save('b.json.gz', response('a', threeSamples));
    expect(await refusal()).toMatch(/b\.json\.gz .*another file holds a too/);
  });

  it('a fault without an end', async () => {
    await save('a.json.gz', response('a', threeSamples));
    await writeFile(join(directory, 'faults.json'), JSON.stringify([{ kind: 'cpu', start: 101 }]));
    expect(await refusal()).toMatch(/faults\.json .*\[0\]\.end is missing/);
  });

  it('a fault outside the recorded time', async () => {
    await save('a.json.gz', response('a', threeSamples));
    await writeFile(join(directory, 'faults.json'), JSON.stringify([{ kind: 'cpu', start: 110, end: 120 }]));
    expect(await refusal()).toMatch(/faults\.json .*no sample was taken/);
  });
});
