import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type AnalysisProfile, analysisProfiles, analyzeSeries, isUnavailable } from '@forewarn/analysis';
import type { MetricSource } from '@forewarn/core';
import {
  evaluateObjective,
  minuteMeans,
  minuteMs,
  nominalWindowMs,
  type Objective,
  withIndicators,
} from '@forewarn/slo';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordedSource } from './metric-source.js';
import { sampleIndicators, sampleSlas } from './sample-slas.js';

const firstStartMs = Date.UTC(2026, 10, 21, 12);
const looksBeforeTheBreak = 6;

describe('the sample SLAs on the recording', () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(path.join(os.tmpdir(), 'forewarn-samples-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  /** The recording as it stands at a time; the first call fixes its place. */
  const recordingAt = async (nowMs: number): Promise<MetricSource> => {
    const { source } = await recordedSource(path.join(directory, 'replay.json'), () => nowMs, []);
    return withIndicators(source, async (name) => sampleIndicators.find((each) => each.name === name)!);
  };

  /** The one series of an objective, analysed and judged so many minutes after the first start. */
  async function look(objective: Objective, profile: AnalysisProfile, minutes: number) {
    const windowEndMs = firstStartMs + minutes * minuteMs;
    const nowMs = windowEndMs + 5_000;
    const source = await recordingAt(nowMs);
    const window = { startMs: windowEndMs - profile.windowMs + profile.stepMs, endMs: windowEndMs };
    const past = { startMs: windowEndMs - nominalWindowMs(objective.window), endMs: nowMs };
    const {
      samples: [onGrid],
    } = await source.queryRange(objective.indicator, window, profile.stepMs);
    const {
      samples: [raw],
    } = await source.rawSamples(objective.indicator, past);
    const { series, values } = onGrid!;
    const grid = { startMs: window.startMs, stepMs: profile.stepMs, values };
    const { forecast } = analyzeSeries({ series, partition: 'default', grid }, profile);
    const samples = raw!.weights ? raw! : minuteMeans(raw!.timesMs, raw!.values, nowMs);
    const evidence = { series, samples, forecast: { windowEndMs, forecast } };
    return evaluateObjective(objective, [evidence], { nowMs }).series[0]!;
  }

  const memory = sampleSlas.find(({ name }) => name === 'memory-free')!.objectives[0]!;

  /** The first minute at which the memory really is below its bound. */
  async function breakMs(): Promise<number> {
    const { indicator, bounds } = memory;
    const endMs = firstStartMs + 40 * minuteMs;
    const source = await recordingAt(endMs);
    const {
      samples: [samples],
    } = await source.queryRange(indicator, { startMs: firstStartMs, endMs }, minuteMs);
    return samples!.timesMs[samples!.values.findIndex((value) => value < bounds.min!)]!;
  }

  describe.each(analysisProfiles.map((profile) => [profile.name, profile] as const))(
    'analysed by the profile %s',
    (_, profile) => {
      it('show one violated, one at risk and the others held at the first look', async () => {
        const states = await Promise.all(
          sampleSlas.flatMap(({ objectives }) =>
            objectives.map(async (each) => [each.name, (await look(each, profile, 0)).state]),
          ),
        );
        expect(Object.fromEntries(states)).toEqual({
          'memory-available': 'ok',
          'memory-free': 'at-risk',
          'no errors': 'ok',
          'open-files': 'violated',
          quick: 'ok',
          'root-available': 'ok',
          'scratch-free': 'ok',
        });
      });

      it('warn of the memory leak at every look of the seven minutes before it breaks the bound', async () => {
        const brokenMs = await breakMs();
        expect(brokenMs).toBe(firstStartMs + (looksBeforeTheBreak + 1) * minuteMs);
        for (let minutes = 0; minutes <= looksBeforeTheBreak; minutes += 1) {
          const { state, prediction } = await look(memory, profile, minutes);
          const first = isUnavailable(prediction) ? undefined : prediction.firstViolation;
          expect(state, `after ${minutes} minutes`).toBe('at-risk');
          const missedByMs = Math.abs(first!.timestampMs - brokenMs);
          expect(missedByMs, `after ${minutes} minutes`).toBeLessThanOrEqual(3 * minuteMs);
        }
      });
    },
  );
});
