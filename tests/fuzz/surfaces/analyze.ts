import assert from 'node:assert/strict';
import { profileNamed } from '@forewarn/analysis';
import type { MetricType } from '@forewarn/core';
import fc from 'fast-check';
import { analyzeFile } from '../../../apps/forewarn/src/analyze/analyze-file.js';
import { playedStreams } from '../../../apps/forewarn/src/analyze/played-streams.fixture.js';
import { ForewarnError, printable } from '../../../packages/core/src/index.js';
import type { Surface } from '../harness/surface.js';
import { documentBytes } from '../wild/bytes.js';
import { firstSecond, rangeResponses } from '../wild/range-responses.js';

/** What `forewarn analyze -` is given. */
interface AnalyzeInput {
  readonly bytes: Uint8Array;
  readonly profile: 'default' | 'reference';
  readonly type: MetricType;
}

const inputs: fc.Arbitrary<AnalyzeInput> = fc.record({
  bytes: documentBytes(rangeResponses),
  profile: fc.constantFrom('reference', 'default'),
  type: fc.constantFrom<MetricType>('unknown', 'counter', 'gauge'),
});

/** What a terminal would obey: control characters, those that turn the direction of text, separators of lines. A line feed ends a line. */
const obeyed = /(?!\n)[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

const sound = JSON.stringify({
  status: 'success',
  data: {
    resultType: 'matrix',
    result: [
      {
        metric: { __name__: 'up' },
        values: Array.from({ length: 60 }, (_, at) => [firstSecond + at * 60, String(Math.sin(at))]),
      },
    ],
  },
});

/** The files that people give to `forewarn analyze`. */
export const analyzeSurface: Surface<AnalyzeInput> = {
  name: 'analyze',
  inputs,
  shortRun: 500,
  share: 20,
  open: async () => ({
    async attempt(input) {
      const { stdout, stderr, error } = await analyzed(input);
      for (const line of stdout.split('\n').filter(Boolean)) JSON.parse(line);
      for (const text of [stdout, stderr]) assert.doesNotMatch(text, obeyed);
      if (error === undefined) return;
      if (!(error instanceof ForewarnError) || error.code !== 'invalid-input-file') throw error;
      assert.equal(stdout, '', 'a failure leaves the output empty');
      assert.ok(error.message.length < 1_000, `a message of ${error.message.length} characters`);
      // As the command prints it.
      assert.doesNotMatch(printable(error.message), obeyed);
    },
    async answersStill() {
      const { stdout } = await analyzed({ bytes: Buffer.from(sound), profile: 'default', type: 'gauge' });
      assert.equal(JSON.parse(stdout).series.metric, 'up');
    },
    close() {},
  }),
};

async function analyzed({ bytes, profile, type }: AnalyzeInput) {
  const { streams, written } = playedStreams(bytes);
  try {
    await analyzeFile('-', { profile: profileNamed(profile), metricType: type }, streams);
    return { ...written, error: undefined };
  } catch (error) {
    return { ...written, error: error as unknown };
  }
}
