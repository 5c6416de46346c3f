import { describe, expect, it } from 'vitest';
import { outlookText, predictionText } from './prediction-text.js';

const forecast = {
  available: true,
  model: 'holt(0.5)',
  modelChoice: 'configured',
  backtest: null,
  forecastFrom: '2026-11-21T12:00:00.000Z',
  level: 0.95,
  max: 2,
  min: 1,
  mean: 1.5,
  interval: { lower: 0, upper: 3 },
  coveredSeconds: 600,
  endsEarly: false,
} as const;
const firstViolation = {
  timestamp: '2026-11-21T12:07:00.000Z',
  mean: 1,
  bound: 'min',
  probability: 0.5,
  secondsUntil: 420,
} as const;

describe('a prediction in a few words', () => {
  it.each([
    [0, 'no violation'],
    [0.004, 'no violation'],
    [0.12, 'no violation (12 %)'],
  ])('with a probability of %d of a violation that is not expected', (probability, text) => {
    const words = predictionText({ ...forecast, probability, firstViolation: null });
    expect(words.replaceAll('\u00a0', ' ')).toBe(text);
  });

  it.each([
    [0.634, 'violation of min in 7m (63 %)'],
    [0.999, 'violation of min in 7m (> 99 %)'],
    [1, 'violation of min in 7m (100 %)'],
  ])('with a probability of %d of a violation that is expected', (probability, text) => {
    const words = predictionText({ ...forecast, probability, firstViolation });
    expect(words.replaceAll('\u00a0', ' ')).toBe(text);
  });

  it('keeps a number and its unit on one line', () => {
    expect(predictionText({ ...forecast, probability: 0.12, firstViolation: null })).toBe(
      'no violation (12\u00a0%)',
    );
  });
});

describe('the outlook of a series', () => {
  const prediction = {
    ...forecast,
    probability: 0.98,
    firstViolation: { ...firstViolation, secondsUntil: 24 },
  };
  const series = { series: 'up', partition: 'default', points: [], prediction };
  const { timestamp } = firstViolation;

  it.each([
    ['is violated now', { current: { timestamp, value: 1, bound: 'min' } }, 'min violated now'],
    [
      'is within its bounds',
      { current: { timestamp, value: 9, bound: null } },
      'violation of min in 24s (98\u00a0%)',
    ],
    ['has no recent sample', { current: null }, 'violation of min in 24s (98\u00a0%)'],
    ['is told by an older server', {}, 'violation of min in 24s (98\u00a0%)'],
    ['has ended', { current: null, ended: true }, 'ended'],
  ] as const)('that %s', (_, now, text) => {
    expect(outlookText({ ...series, ...now })).toBe(text);
  });
});
