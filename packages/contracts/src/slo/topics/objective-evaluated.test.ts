import type { ObjectiveVerdict, Prediction, SeriesEvaluation } from '@forewarn/slo';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleSeriesVerdict, exampleVerdict, unknownSeriesVerdict } from '../verdict.fixture.js';
import { objectiveEvaluatedTopic } from './objective-evaluated.js';
import { serviceLevelsTopic } from './service-level-defined.js';

const { encode, decode } = objectiveEvaluatedTopic;

const unjudged: ObjectiveVerdict = {
  ...exampleVerdict,
  state: 'insufficient-data',
  reason: { reason: 'too-many-series', detail: 'load selects 600 series' },
  failureCode: 'too-many-series',
  targetMet: null,
  series: [],
  seriesCount: 0,
};

const withSeries = (change: Partial<SeriesEvaluation>): Partial<ObjectiveVerdict> => ({
  series: [{ ...exampleSeriesVerdict, ...change }],
});

const withPrediction = (change: Partial<Prediction>): Partial<ObjectiveVerdict> =>
  withSeries({ prediction: { ...(exampleSeriesVerdict.prediction as Prediction), ...change } });

const withCompliance = (change: Partial<SeriesEvaluation['compliance']>): Partial<ObjectiveVerdict> =>
  withSeries({ compliance: { ...exampleSeriesVerdict.compliance, ...change } });

describe('the topic of verdicts', () => {
  it('has a name under the namespace, and a key of SLA and objective', () => {
    expect(objectiveEvaluatedTopic.name('mine')).toBe('mine.objective-evaluated');
    expect(objectiveEvaluatedTopic.key(exampleVerdict)).toBe('shop/p99 under 0.5 s');
  });

  it.each([
    ['with all that can be said', exampleVerdict],
    ['of which as little is known as can be', { ...exampleVerdict, series: [unknownSeriesVerdict] }],
    ['that could not be made', unjudged],
    ['whose target is met', { ...exampleVerdict, targetMet: true }],
    [
      'without a violation that is predicted',
      { ...exampleVerdict, ...withPrediction({ firstViolation: null }) },
    ],
    ['of a configured model', { ...exampleVerdict, ...withPrediction({ backtest: null }) }],
    ['of a name as long as columns hold', { ...exampleVerdict, objective: '😀'.repeat(255) }],
  ])('gives a verdict %s back', (_, verdict) => {
    expect(decode(encode(verdict))).toEqual(verdict);
  });

  it('leaves the points of forecasts out', () => {
    const points = [{ timestampMs: 0, mean: 1, lower: 0, upper: 2, probability: 0 }];
    const verdict = { ...exampleVerdict, ...withPrediction({ points, endsEarly: true }) };
    expect(decode(encode(verdict))).toEqual({ ...verdict, series: [exampleSeriesVerdict] });
  });

  it('holds the worst 500 series, and says how many there are', () => {
    const series = Array(501).fill(exampleSeriesVerdict);
    const told = decode(encode({ ...exampleVerdict, series, seriesCount: 501 }));
    expect(told.series).toHaveLength(500);
    expect(told.seriesCount).toBe(501);
  });

  it('fits in a record of any broker with 500 series', () => {
    const series = Array(500).fill(exampleSeriesVerdict);
    expect(encode({ ...exampleVerdict, series, seriesCount: 500 }).value.byteLength).toBeLessThan(500_000);
  });

  it.each<[string, Partial<ObjectiveVerdict>, string]>([
    ['of no SLA', { sla: '' }, 'sla is not the name of an SLA'],
    ['of an SLA that no column holds', { sla: 'x'.repeat(64) }, 'sla is not the name'],
    ['of no objective', { objective: '' }, 'objective is not the name of an objective'],
    ['of an objective that no column holds', { objective: 'x'.repeat(256) }, 'objective is not the name'],
    ['of no definition', { definition: 'ab' }, 'definition is not a SHA-256'],
    ['inside a minute', { endMs: exampleVerdict.endMs + 1 }, 'minuteEnd is not the end of a whole minute'],
    ['of another state', { state: 'fine' as 'ok' }, 'verdict.state is not one of violated'],
    ['without a reason', { ...unjudged, reason: null }, 'verdict.reason is missing'],
    ['with a reason for what is known', { reason: unjudged.reason }, 'verdict.reason is given for at-risk'],
    [
      'with a reason that no column holds',
      { ...unjudged, reason: { reason: '<b>', detail: '' } },
      'verdict.reason.reason is not a short name',
    ],
    ['with a failure that is none', { failureCode: '<b>' }, 'failureCode is not the code of an error'],
    ['of fewer series than it has', { seriesCount: 1 }, 'seriesCount is less than there are series'],
    [
      'of a series without a name',
      withSeries({ series: { metric: '', labels: {} } }),
      'series.metric is empty',
    ],
    [
      'with a value that is none',
      withSeries({ current: { timestampMs: 0, value: Number.NaN, bound: null } }),
      'series[0].current.value is NaN',
    ],
    [
      'with another bound',
      withSeries({ current: { timestampMs: 0, value: 1, bound: 'mid' as 'min' } }),
      'series[0].current.bound is neither min nor max',
    ],
    ['with a share beyond one', withCompliance({ coverage: 1.01 }), 'series[0].compliance.coverage is 1.01'],
    ['with half a compliance', withCompliance({ compliance: -0.5 }), 'compliance.compliance is -0.5'],
    [
      'with an endless budget',
      withCompliance({ errorBudget: { allowedMs: 1, remainingMs: Number.POSITIVE_INFINITY, remaining: 1 } }),
      'errorBudget.remainingMs is Infinity',
    ],
    [
      'with events that are none',
      withCompliance({ events: { total: Number.NaN, bad: 0 } }),
      'events.total is NaN',
    ],
    ['with a certain interval', withPrediction({ level: 1 }), 'prediction.level is 1'],
    ['with an unlikely probability', withPrediction({ probability: 2 }), 'prediction.probability is 2'],
    ['with a mean that is none', withPrediction({ mean: Number.NaN }), 'prediction.mean is NaN'],
  ])('refuses a verdict %s, and names the field', (_, change, problem) => {
    expect(() => decode(encode({ ...exampleVerdict, ...change }))).toThrow(
      expect.objectContaining({ code: 'invalid-event', message: expect.stringContaining(problem) }),
    );
  });

  it('refuses a key that is not that of the content', () => {
    expect(() => decode({ ...encode(exampleVerdict), key: 'shop/other' })).toThrow(
      expect.objectContaining({ code: 'invalid-event' }),
    );
  });

  it('refuses an event of another schema', () => {
    const definition = serviceLevelsTopic.encode({
      kind: 'sla',
      name: 'shop',
      selectors: [],
      maintenance: [],
    });
    expect(() => decode(definition)).toThrow(expect.objectContaining({ code: 'undecodable-event' }));
  });

  it('finds in any bytes a verdict or a coded error', () => {
    const { headers } = encode(exampleVerdict);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (value) => {
        try {
          expect(decode({ value, headers }).definition).toHaveLength(64);
        } catch (error) {
          expect(['undecodable-event', 'invalid-event']).toContain((error as { code?: string }).code);
        }
      }),
    );
  });
});
