import type { Forecast } from '@forewarn/analysis';
import { describe, expect, test } from 'vitest';
import { exampleAnalysis } from '../analysis.fixture.js';
import { type Judged, resultOf, verdict } from './verdict.fixture.js';

const lastMs = 253_402_300_799_999;
const forecast = resultOf<Forecast>('forecast');
const [firstPoint, secondPoint] = (exampleAnalysis.forecast as Forecast).points;
const points = (first: object, second: object = {}) =>
  forecast({
    points: [
      { ...firstPoint!, ...first },
      { ...secondPoint!, ...second },
    ],
  });
const backtest = (change: object) =>
  forecast({ backtest: { ...(exampleAnalysis.forecast as Forecast).backtest!, ...change } });
const none = Number.NaN;
const infinity = Number.POSITIVE_INFINITY;

describe('a forecast and its backtest are accepted or refused with what is wrong', () => {
  test.each<Judged>([
    ['a forecast without a model', forecast({ model: '' }), 'forecast.model is empty'],
    ['a level of 0', forecast({ level: 0 }), 'forecast.level is 0, must be between 0 and 1'],
    ['a level of 1', forecast({ level: 1 }), 'forecast.level is 1, must be between 0 and 1'],
    ['a step of none', forecast({ stepMs: 0 }), 'forecast.stepMs is 0, must be a whole number of at least 1'],
    ['no points', forecast({ points: [] }), 'forecast.points is empty'],
    ['a mean of means that is NaN', forecast({ mean: none }), 'forecast.mean is NaN, must be finite'],
    ['a highest without end', forecast({ max: infinity }), 'forecast.max is Infinity, must be finite'],
    [
      'a point at the end of the window',
      points({ timestampMs: exampleAnalysis.window.endMs }),
      'forecast.points[0].timestamp is not behind the end of the window',
    ],
    [
      'a point behind the last time',
      points({}, { timestampMs: lastMs + 1 }),
      'forecast.points[1].timestamp is not a time between the years 1 and 9999',
    ],
    [
      'points further apart than the step',
      points({}, { timestampMs: secondPoint!.timestampMs + 1 }),
      'forecast.points[1].timestamp is not 60000 ms behind the one before',
    ],
    [
      'an upper bound without end',
      points({ upper: infinity }),
      'forecast.points[0].upper is Infinity, must be finite',
    ],
    [
      'a lower bound that is NaN',
      points({}, { lower: none }),
      'forecast.points[1].lower is NaN, must be finite',
    ],
    ['bounds that are one', points({ lower: 4, upper: 4 }), 'accepted'],
    [
      'bounds upside down',
      points({ lower: 5, upper: 4 }),
      'forecast.points[0] has its lower bound above its upper bound',
    ],
    ['another highest', forecast({ max: 7 }), "forecast.max is 7, the points' highest mean is 6"],
    ['another lowest', forecast({ min: 3 }), "forecast.min is 3, the points' lowest mean is 4"],
    ['a mean beyond the points', forecast({ mean: 9 }), 'forecast has min 4, mean 9, max 6 out of order'],

    ['no backtest', forecast({ backtest: null }), 'accepted'],
    ['a backtest of one origin that held nothing', backtest({ originCount: 1, coverage: 0 }), 'accepted'],
    ['a backtest without error that held all', backtest({ coverage: 1, lastValueError: 0 }), 'accepted'],
    [
      'a backtest of none',
      backtest({ originCount: 0 }),
      'forecast.backtest.originCount is 0, must be a whole number of at least 1',
    ],
    [
      'a coverage above 1',
      backtest({ coverage: 1.1 }),
      'forecast.backtest.coverage is 1.1, must be from 0 to 1',
    ],
    [
      'a coverage below 0',
      backtest({ coverage: -0.1 }),
      'forecast.backtest.coverage is -0.1, must be from 0 to 1',
    ],
    [
      'an error below 0',
      backtest({ intervalScore: -1 }),
      'forecast.backtest.intervalScore is -1, must be at least 0',
    ],
    [
      'an error without end',
      backtest({ meanAbsoluteScaledError: infinity }),
      'forecast.backtest.meanAbsoluteScaledError is Infinity, must be finite',
    ],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });
});
