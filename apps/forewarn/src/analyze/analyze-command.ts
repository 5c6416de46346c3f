import { pipeline } from 'node:stream/promises';
import { analysisToJson } from '@forewarn/contracts';
import {
  type AnalysisProfile,
  analyzeSeries,
  partitionOf,
  referenceProfile,
  type Samples,
} from '@forewarn/core';
import { runMain } from '@forewarn/lifecycle';
import { parseRangeResponse } from '@forewarn/prometheus-source';
import type { Command } from 'commander';
import { nameOf, readJsonInput } from './read-input.js';
import { samplesToGrid } from './samples-to-grid.js';

/** Where the command reads and writes. */
export interface AnalyzeStreams {
  readonly stdin: NodeJS.ReadableStream;
  readonly stdout: NodeJS.WritableStream;
}

/** Adds `forewarn analyze FILE|-`: an analysis of each series of a range-query response, without any server. */
export function registerAnalyzeCommand(program: Command, streams: AnalyzeStreams): void {
  program
    .command('analyze')
    .description('analyse the series of a Prometheus range-query response; no servers needed')
    .argument('<file>', 'the response as JSON, gzipped or not; - for standard input')
    .action((file: string) => runMain(() => analyzeFile(file, referenceProfile, streams)));
}

async function analyzeFile(
  file: string,
  profile: AnalysisProfile,
  { stdin, stdout }: AnalyzeStreams,
): Promise<void> {
  const body = await readJsonInput(file, stdin);
  const response = parseRangeResponse(body, {
    name: nameOf(file),
    code: 'invalid-input-file',
    unnamedMetric: 'expression',
  });
  try {
    await pipeline(lines(response.samples, profile), stdout, { end: false });
  } catch (error) {
    // The reader has seen enough, as `| head` does.
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}

function* lines(series: readonly Samples[], profile: AnalysisProfile): Generator<string> {
  for (const samples of series)
    yield `${JSON.stringify(analysisLine(samples, profile))}
`;
}

/** The event's JSON form; a series without any finite sample has no window. */
function analysisLine(samples: Samples, profile: AnalysisProfile): object {
  const { series } = samples;
  const partition = partitionOf(series);
  if (samples.timesMs.length > 0)
    return analysisToJson(analyzeSeries({ series, partition, grid: samplesToGrid(samples) }, profile));
  const empty = { startMs: 0, stepMs: profile.stepMs, values: new Float64Array() };
  return { ...analysisToJson(analyzeSeries({ series, partition, grid: empty }, profile)), window: null };
}
