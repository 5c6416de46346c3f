import { overallStatus, slaPredictions, slaSeries, slaViolations } from '@forewarn/contracts/rest';
import { describe, expect, it } from 'vitest';
import { createAnswerBudget, leastBytes } from './answer-budget.js';

const timestamp = '2026-11-21T12:00:00.000Z';
const violation = { timestamp, value: 1, bound: 'min' };
const point = { timestamp, mean: 1, lower: 1, upper: 1 };

/** The shortest of each that the documents may hold, by the schemas that they are checked against. */
const shortest = {
  sample: { timestamp, value: 1 },
  violation,
  episode: { start: timestamp, end: timestamp, durationSeconds: 60, worst: violation },
  forecastPoint: point,
  predictedPoint: { ...point, probability: 0 },
  seriesStatus: {
    ...{ series: 'm', partition: 'p', state: 'ok', reason: null, current: null },
    ...{ compliance: 1, coverage: 1, minutes: 1, minutesWithData: 1, minutesViolated: 0 },
    ...{ timeInViolationSeconds: 0, targetMet: true },
    errorBudget: { allowedSeconds: 1, remainingSeconds: 1, remaining: 1 },
    prediction: { available: false, reason: 'gap', detail: '' },
  },
} as const;

const series = slaSeries.shape.objectives.element.shape.series.element.shape;
const violations = slaViolations.shape.objectives.element.shape.series.element.shape;
const predictions = slaPredictions.shape.objectives.element.shape.series.element.shape;
const schemas = {
  sample: series.samples.element,
  violation: violations.samples.element,
  episode: violations.episodes.element,
  forecastPoint: series.forecast.unwrap().shape.points.element,
  predictedPoint: predictions.points.element,
  seriesStatus: overallStatus.shape.slas.element.shape.objectives.element.shape.series.element,
};

describe('the budget of an answer', () => {
  it.each(Object.keys(leastBytes) as (keyof typeof leastBytes)[])(
    'takes of a %s what it is at the least',
    (thing) => {
      expect(schemas[thing].parse(shortest[thing])).toEqual(shortest[thing]);
      const bytes = JSON.stringify(shortest[thing]).length + 1;
      expect(leastBytes[thing]).toBeLessThanOrEqual(bytes);
      expect(leastBytes[thing]).toBeGreaterThan(0.9 * bytes);
    },
  );

  it('is of all that was counted, and once spent it stays so', () => {
    const budget = createAnswerBudget(1_000, 'less');
    budget.spend({ sample: 10, episode: 3 });
    expect(() => budget.spend({ sample: 1 })).toThrow('longer than 1000 bytes: ask for less');
    expect(() => budget.spend({})).toThrow('ask for less');
  });
});
