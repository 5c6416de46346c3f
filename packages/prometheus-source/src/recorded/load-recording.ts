import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalSeries, type Samples } from '@forewarn/core';
import { inCanonicalOrder } from '../canonical-order.js';
import { parseRangeResponse } from '../range-response/parse-range-response.js';
import { complainAbout } from '../range-response/read-envelope.js';
import { readFaults } from './read-faults.js';
import { invalidRecording, listRecordingFiles, readRecordingFile } from './read-recording-file.js';
import type { RecordedFault, Recording } from './recording.js';

/** The recording that comes with this package; the path holds for `src` and for `dist`. */
const bundledDirectory = fileURLToPath(new URL('../../recording', import.meta.url));

const faultsFile = 'faults.json';

/**
 * Reads a recording: every `*.json.gz` of a directory, each a response of `/api/v1/query_range`, and `faults.json` where there
 * is one. All series must have been sampled at the same times, so that they replay together.
 *
 * @param directory  default: the recording that comes with the package
 * @throws           {ForewarnError} `recording-invalid`, naming the file
 */
export async function loadRecording(directory: string = bundledDirectory): Promise<Recording> {
  const names = await listRecordingFiles(directory);
  const files = names.filter((name) => name.endsWith('.json.gz')).map((name) => join(directory, name));
  const found = new Map<string, Samples>();
  let timesMs: Float64Array | undefined;
  for (const file of files) {
    for (const samples of await readSamples(file)) {
      timesMs ??= samples.timesMs;
      requireSameTimes(samples, timesMs, file);
      const key = canonicalSeries(samples.series);
      if (found.has(key)) throw invalidRecording(file, `another file holds ${key} too`);
      found.set(key, samples);
    }
  }
  if (timesMs === undefined) throw invalidRecording(directory, 'no file *.json.gz in it holds a series');
  return {
    series: inCanonicalOrder(found.values(), ({ series }) => series).map(({ series, values }) => ({
      series,
      values,
    })),
    sampleCount: timesMs.length,
    faults: names.includes(faultsFile) ? await loadFaults(join(directory, faultsFile), timesMs) : [],
  };
}

async function readSamples(file: string): Promise<readonly Samples[]> {
  const body = await readRecordingFile(file);
  const { samples, droppedCount } = parseRangeResponse(body, { name: file, code: 'recording-invalid' });
  if (droppedCount > 0) throw invalidRecording(file, `${droppedCount} of its samples are NaN or infinite`);
  return samples;
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
