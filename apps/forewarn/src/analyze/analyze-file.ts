import { pipeline } from 'node:stream/promises';
import { analysisToJson } from '@forewarn/contracts';
import {
  type AnalysisProfile,
  analyzeSeries,
  partitionOf,
  referenceProfile,
  type Samples,
} from '@forewarn/core';
import { parseRangeResponse } from '@forewarn/prometheus-source';
import { nameOf, readJsonInput } from './read-input.js';
import { gridShape, samplesToGrid } from './samples-to-grid.js';

/** Where the command reads and writes. */
export interface AnalyzeStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
}

/**
 * Analyses each series of a range-query response and writes one line of JSON for each, in the order of the response.
 *
 * @param file  a path, or `-` for standard input
 * @throws      {ForewarnError} `invalid-input-file`, before anything is written
 */
export async function analyzeFile(file: string, { stdin, stdout }: AnalyzeStreams): Promise<void> {
  const body = await readJsonInput(file, stdin);
  const response = parseRangeResponse(body, {
    name: nameOf(file),
    code: 'invalid-input-file',
    unnamedMetric: 'expression',
  });
  // Before anything is written: a failure leaves the output empty.
  response.samples.filter(hasSamples).forEach(gridShape);
  try {
    await pipeline(lines(response.samples, referenceProfile), stdout, { end: false });
  } catch (error) {
    // The reader has seen enough, as `| head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

const hasSamples = ({ timesMs }: Samples): boolean => timesMs.length > 0;

function* lines(series: readonly Samples[], profile: AnalysisProfile): Generator<string> {
  for (const samples of series) yield `${JSON.stringify(analysisLine(samples, profile))}\n`;
}

/** The event's JSON form; a series without any finite sample has no window. */
function analysisLine(samples: Samples, profile: AnalysisProfile): object {
  const { series } = samples;
  const partition = partitionOf(series);
  if (hasSamples(samples))
    return analysisToJson(analyzeSeries({ series, partition, grid: samplesToGrid(samples) }, profile));
  const empty = { startMs: 0, stepMs: profile.stepMs, values: new Float64Array() };
  return { ...analysisToJson(analyzeSeries({ series, partition, grid: empty }, profile)), window: null };
}
