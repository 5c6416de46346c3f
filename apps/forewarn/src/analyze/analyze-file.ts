import { pipeline } from 'node:stream/promises';
import {
  type AnalysisProfile,
  analyzeSeries,
  counterRateGrid,
  type Grid,
  isCounter,
} from '@forewarn/analysis';
import { analysisToJson } from '@forewarn/contracts';
import { type MetricType, partitionOf, printableJson, type Samples } from '@forewarn/core';
import { parseRangeResponse } from '@forewarn/prometheus-source';
import { nameOf, readJsonInput } from './read-input.js';
import { remarkLines } from './remark-lines.js';
import { gridShape, samplesToGrid } from './samples-to-grid.js';

/** Where the command reads and writes. */
export interface AnalyzeStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
}

/** How the series are analysed. */
export interface AnalyzeOptions {
  readonly profile: AnalysisProfile;
  /** What all series are; `unknown` leaves it to their names. */
  readonly metricType: MetricType;
}

/**
 * Analyses each series of a range-query response and writes one line of JSON for each, in the order of the response.
 * Counters are analysed as per-second rates, as etl does. Remarks of the server and series that are passed over are said on standard error.
 *
 * @param file  a path, or `-` for standard input
 * @throws      {ForewarnError} `invalid-input-file`, before anything is written
 */
export async function analyzeFile(
  file: string,
  options: AnalyzeOptions,
  { stdin, stdout, stderr }: AnalyzeStreams,
): Promise<void> {
  const body = await readJsonInput(file, stdin);
  const response = parseRangeResponse(body, {
    name: nameOf(file),
    code: 'invalid-input-file',
    unnamedMetric: 'expression',
  });
  // Before anything is written: a failure leaves the output empty.
  response.samples.filter(hasSamples).forEach(gridShape);
  for (const line of remarkLines(nameOf(file), response)) stderr.write(`forewarn: ${line}\n`);
  try {
    await pipeline(lines(response.samples, options), stdout, { end: false });
  } catch (error) {
    // The reader has seen enough, as `| head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

const hasSamples = ({ timesMs }: Samples): boolean => timesMs.length > 0;

function* lines(series: readonly Samples[], options: AnalyzeOptions): Generator<string> {
  for (const samples of series) yield `${printableJson(JSON.stringify(analysisLine(samples, options)))}\n`;
}

/** The event's JSON form behind what was chosen here; what has no sample, or no rate, has no window. */
function analysisLine(samples: Samples, { profile, metricType }: AnalyzeOptions): object {
  const { series } = samples;
  const isRate = isCounter(series.metric, metricType);
  const grid = gridOf(samples, isRate, profile.stepMs);
  const analysis = analysisToJson(analyzeSeries({ series, partition: partitionOf(series), grid }, profile));
  const chosen = { profile: profile.name, isRate };
  return grid.values.length > 0 ? { ...chosen, ...analysis } : { ...chosen, ...analysis, window: null };
}

function gridOf(samples: Samples, isRate: boolean, stepMs: number): Grid {
  if (!hasSamples(samples)) return { startMs: 0, stepMs, values: new Float64Array() };
  const grid = samplesToGrid(samples);
  return isRate ? counterRateGrid(grid) : grid;
}
