import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalSeries, expressionMetric, type Samples } from '@forewarn/core';
import { inCanonicalOrder } from '../canonical-order.js';
import { parseRangeResponse } from '../range-response/parse-range-response.js';
import { complainAbout, isObject, shown } from '../range-response/read-envelope.js';
import { readFaults } from './read-faults.js';
import { invalidRecording, listRecordingFiles, readRecordingFile } from './read-recording-file.js';
import type { RecordedExpression, RecordedFault, RecordedSeries, Recording } from './recording.js';
import { replayStepMs } from './replay-timeline.js';

const bundledDirectory = new URL('../../recording/', import.meta.url);

/** The recordings that come with this package, of a machine and of a service; the paths hold for `src` and for `dist`. */
export const bundledRecordings: Readonly<Record<'machine' | 'service', string>> = {
  machine: fileURLToPath(bundledDirectory),
  service: fileURLToPath(new URL('service/', bundledDirectory)),
};

const faultsFile = 'faults.json';

/** What one file holds. */
interface FileContent {
  /** Where it is the answer to an expression. */
  readonly expression?: string;
  readonly samples: readonly Samples[];
}

/**
 * Reads a recording: every `*.json.gz` of a directory, each a response of `/api/v1/query_range`, and `faults.json` where there
 * is one. All series must have been sampled at the same times, so that they replay together. What was asked with an expression has it as
 * `expression` beside the response.
 *
 * @param directory  default: the recording of a machine that comes with the package
 * @throws           {ForewarnError} `recording-invalid`, naming the file
 */
export async function loadRecording(directory: string = bundledRecordings.machine): Promise<Recording> {
  const names = await listRecordingFiles(directory);
  const files = names.filter((name) => name.endsWith('.json.gz')).map((name) => join(directory, name));
  const found = new Map<string, Samples>();
  const expressions: RecordedExpression[] = [];
  let timesMs: Float64Array | undefined;
  for (const file of files) {
    const { expression, samples: all } = await readContent(file);
    for (const samples of all) {
      timesMs ??= samples.timesMs;
      requireSameTimes(samples, timesMs, file);
    }
    if (expression === undefined) addTo(found, all, file);
    else expressions.push({ expression, series: recordedSeries(all) });
  }
  if (timesMs === undefined || found.size === 0)
    throw invalidRecording(directory, 'no file *.json.gz in it holds a series');
  return {
    series: recordedSeries(found.values()),
    expressions,
    stepMs: timesMs.length > 1 ? timesMs[1]! - timesMs[0]! : replayStepMs,
    sampleCount: timesMs.length,
    faults: names.includes(faultsFile) ? await loadFaults(join(directory, faultsFile), timesMs) : [],
  };
}

function addTo(found: Map<string, Samples>, all: readonly Samples[], file: string): void {
  for (const samples of all) {
    const key = canonicalSeries(samples.series);
    if (found.has(key)) throw invalidRecording(file, `another file holds ${key} too`);
    found.set(key, samples);
  }
}

const recordedSeries = (all: Iterable<Samples>): RecordedSeries[] =>
  inCanonicalOrder(all, ({ series }) => series).map(({ series, values }) => ({ series, values }));

async function readContent(file: string): Promise<FileContent> {
  const body = await readRecordingFile(file);
  const expression = isObject(body) ? body.expression : undefined;
  if (expression !== undefined && typeof expression !== 'string')
    throw invalidRecording(file, `its expression is ${shown(expression)}, not a string`);
  const { samples, droppedCount } = parseRangeResponse(body, {
    name: file,
    code: 'recording-invalid',
    ...(expression !== undefined && { unnamedMetric: expressionMetric }),
  });
  if (droppedCount > 0) throw invalidRecording(file, `${droppedCount} of its samples are NaN or infinite`);
  return { ...(expression !== undefined && { expression }), samples };
}

function requireSameTimes({ series, timesMs }: Samples, expectedMs: Float64Array, file: string): void {
  const isSame =
    timesMs.length > 0 &&
    timesMs.length === expectedMs.length &&
    timesMs.every((timeMs, index) => timeMs === expectedMs[index]);
  if (isSame) return;
  throw invalidRecording(
    file,
    `${canonicalSeries(series)} has ${timesMs.length} samples, not ${expectedMs.length} at the times of the first series`,
  );
}

const loadFaults = async (file: string, timesMs: Float64Array): Promise<readonly RecordedFault[]> =>
  readFaults(
    await readRecordingFile(file),
    timesMs,
    complainAbout({ name: file, code: 'recording-invalid' }),
  );
