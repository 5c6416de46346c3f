import { describe, expect, it, test } from 'vitest';
import { exampleAnalysis } from '../analysis.fixture.js';
import { type Judged, verdict, window } from './verdict.fixture.js';

const minuteMs = 60_000;
const firstMs = -62_135_596_800_000;
const lastMs = 253_402_300_799_999;

const series = (metric: string, ...labels: string[]) => ({
  series: { metric, labels: Object.fromEntries(labels.map((name) => [name, ''])) },
});
const moved = (startMs: number, endMs: number) => ({
  ...window({ startMs, endMs }),
  forecast: { reason: 'gap', detail: '' },
});

describe('series, window and times of an analysis are accepted or refused with what is wrong', () => {
  test.each<Judged>([
    ['a metric name of all letters, digits and signs', series('_aZ:09'), 'accepted'],
    ['a metric name of OpenTelemetry', series('http.server.requests'), 'accepted'],
    ['a metric name of any text', series('9 "é\\\n😀'), 'accepted'],
    ['an empty metric name', series(''), 'series.metric is empty'],
    ['a label name of all letters and digits', series('a', '_aZ09', 'Z'), 'accepted'],
    ['label names of any text', series('a', 'service.name', '9b', ' ', 'Ünïcode "b"'), 'accepted'],
    ['a label name of a store’s own', series('a', '__tenant_id__'), 'accepted'],
    ['an empty label name', series('a', ''), 'series.labels "" is not a label name'],
    ['the metric’s name as a label', series('a', '__name__'), 'series.labels "__name__" is not a label name'],
    ['no partition', { partition: '' }, 'series.partition is empty'],

    ['a window from the first time', moved(firstMs, firstMs + 2 * minuteMs), 'accepted'],
    ['a window to the last time', moved(lastMs - 2 * minuteMs, lastMs), 'accepted'],
    [
      'a window from before it',
      moved(firstMs - 1, firstMs),
      'window.start is not a time between the years 1 and 9999',
    ],
    [
      'a window to behind it',
      moved(lastMs, lastMs + 1),
      'window.end is not a time between the years 1 and 9999',
    ],
    ['a step of nothing', window({ stepMs: 0 }), 'window.stepMs is 0, must be a whole number of at least 1'],
    [
      'an end before the start',
      window({ endMs: exampleAnalysis.window.startMs - minuteMs }),
      'window.end is before the start',
    ],
    [
      'an end between the steps',
      window({ stepMs: 7_000 }),
      'window.end is not a whole number of steps behind the start',
    ],
    ['too few samples', window({ sampleCount: 1 }), 'window has 1 samples and 1 missing, but 3 grid points'],
    ['nothing but missing points', window({ sampleCount: 0, missingCount: 3 }), 'accepted'],

    [
      'a time taken that is negative',
      { executionTimes: { ...exampleAnalysis.executionTimes, forecast: -1 } },
      'executionTimes.forecast is -1, must be at least 0',
    ],
    [
      'a time taken without end',
      { executionTimes: { ...exampleAnalysis.executionTimes, total: Number.POSITIVE_INFINITY } },
      'executionTimes.total is Infinity, must be at least 0',
    ],
    ['no time taken', { executionTimes: { ...exampleAnalysis.executionTimes, total: 0 } }, 'accepted'],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });

  // A protobuf count cannot be negative.
  it.each(['sampleCount', 'missingCount'] as const)('a %s below 0 in JSON', (name) => {
    const counts = { sampleCount: 4, missingCount: 4, [name]: -1 };
    expect(verdict(window(counts), 'json')).toBe(
      `window.${name} is -1, must be a whole number of at least 0`,
    );
  });

  it('the example is accepted', () => {
    expect(verdict({})).toBe('accepted');
  });
});
