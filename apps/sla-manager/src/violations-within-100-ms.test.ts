import { createRecordedSource, loadRecording } from '@forewarn/prometheus-source';
import { expect, it } from 'vitest';
import { nowMs } from './fakes.fixture.js';
import { startBench } from './rest-bench.fixture.js';

const objectives = [{ name: 'open files', indicator: 'node_filefd_allocated', max: 1_150 }];

it('answers what was violated in twelve recorded hours within 100 ms, with nothing remembered', async () => {
  const recording = await loadRecording();
  const source = createRecordedSource({ recordings: [recording], anchorMs: nowMs, clock: () => nowMs });
  const elapsed: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const { call } = await startBench({ source });
    await call('POST', '/api/v1/slas', { name: 'files', objectives });
    const startedMs = performance.now();
    const { body } = await call('GET', '/api/v1/slas/files/violations?window=12h');
    elapsed.push(performance.now() - startedMs);
    expect(body.objectives[0].series[0].minutesWithData).toBeGreaterThan(700);
    expect(body.count).toBeGreaterThan(0);
  }
  // The fastest: what else the machine does adds time and never takes any away.
  expect(Math.min(...elapsed)).toBeLessThan(100);
});
