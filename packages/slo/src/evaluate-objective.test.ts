import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateObjective, evaluateSla } from './evaluate-objective.js';
import type { SeriesEvidence } from './evaluate-series.js';
import { calm, endMinute, evidenceOf, forecastOf, nowMs, objective, stormy } from './evidence.fixture.js';
import { minuteMs } from './minute-means.js';

fc.configureGlobal({ seed: 1 });

const hour = (value: number | undefined) => new Array<number | undefined>(60).fill(value);
const judge = (evidence: readonly SeriesEvidence[]) => evaluateObjective(objective, evidence, { nowMs });

describe('evaluateObjective', () => {
  it.each([
    ['ok when all is known and well', hour(1), calm, 'ok', undefined],
    [
      'violated when the newest minute is outside, whatever the forecast',
      [...hour(1).slice(1), 9],
      calm,
      'violated',
      undefined,
    ],
    ['ok again when an old violation is over', [9, ...hour(1).slice(1)], calm, 'ok', undefined],
    ['at risk when a violation is predicted', hour(1), stormy, 'at-risk', undefined],
    ['at risk even when the samples are thin', [1], stormy, 'at-risk', undefined],
    [
      'idle without recent samples',
      [...hour(1), ...new Array(6).fill(undefined)],
      calm,
      'insufficient-data',
      'idle',
    ],
    ['idle without any sample', [], calm, 'insufficient-data', 'idle'],
    ['short of history', new Array(30).fill(1), calm, 'insufficient-data', 'window-longer-than-history'],
    [
      'with a gap',
      [...new Array(10).fill(1), ...new Array(20).fill(undefined), ...new Array(30).fill(1)],
      calm,
      'insufficient-data',
      'gap',
    ],
    [
      'without a fresh forecast',
      hour(1),
      forecastOf(1, (endMinute - 30) * minuteMs),
      'insufficient-data',
      'stale-forecast',
    ],
  ] as const)('is %s', (_, values, forecast, state, reason) => {
    const result = judge([evidenceOf(values, forecast)]);
    expect(result.state).toBe(state);
    expect(result.reason?.reason).toBe(reason);
  });

  it('is never ok without a forecast', () => {
    const { forecast: _, ...evidence } = evidenceOf(hour(1));
    expect(judge([evidence])).toMatchObject({
      state: 'insufficient-data',
      reason: { reason: 'no-forecast' },
    });
  });

  it('says that no series matches', () => {
    expect(judge([])).toMatchObject({
      state: 'insufficient-data',
      reason: { reason: 'no-such-series', detail: expect.stringContaining('no series matches m') },
      targetMet: null,
    });
  });

  it('reports the target apart from the state', () => {
    const values = [...new Array(10).fill(9), ...new Array(50).fill(1)];
    expect(judge([evidenceOf(values)])).toMatchObject({ state: 'ok', targetMet: false });
  });

  it('takes the worst state of its series and puts that first', () => {
    const result = judge([
      evidenceOf(hour(1), calm, 'a'),
      evidenceOf(hour(9), calm, 'b'),
      evidenceOf([], calm, 'c'),
    ]);
    expect(result.state).toBe('violated');
    expect(result.series.map(({ series }) => series.labels.name)).toEqual(['b', 'c', 'a']);
  });

  it('calls a minute the present until five minutes after its start', () => {
    const missing = (minutes: number) =>
      judge([evidenceOf([...hour(1), ...new Array(minutes).fill(undefined)])]);
    expect(missing(3).series[0]!.current?.timestampMs).toBe((endMinute - 4) * minuteMs);
    expect(missing(4).series[0]!.current).toBeNull();
  });

  it('is ok only when every series has a recent value within bounds, coverage and no predicted violation', () => {
    const value = fc.constantFrom(undefined, 1, 9);
    const forecasts = fc.constantFrom(calm, stormy, undefined);
    const evidence = fc.tuple(fc.array(value, { maxLength: 70 }), forecasts);
    fc.assert(
      fc.property(fc.array(evidence, { maxLength: 4 }), (items) => {
        const result = judge(
          items.map(([values, forecast], at) => {
            const { forecast: _, ...rest } = evidenceOf(values, calm, String(at));
            return forecast ? { ...rest, forecast } : rest;
          }),
        );
        const isFine = items.every(([values, forecast]) => {
          const known = values.slice(-60).filter((each) => each !== undefined);
          const recent = values.slice(-4).findLast((each) => each !== undefined);
          return recent === 1 && known.length >= 54 && forecast === calm;
        });
        expect(result.state === 'ok').toBe(items.length > 0 && isFine);
        expect(result.reason !== null).toBe(result.state === 'insufficient-data');
      }),
    );
  });
});

describe('evaluateSla', () => {
  it('is as bad as its worst objective, with that objective’s reason', () => {
    const sla = { name: 's', description: '', objectives: [objective] };
    const fine = judge([evidenceOf(hour(1))]);
    expect(evaluateSla(sla, [fine, judge([])])).toMatchObject({
      state: 'insufficient-data',
      reason: { reason: 'no-such-series' },
      targetMet: null,
    });
    expect(evaluateSla(sla, [fine]).state).toBe('ok');
  });

  it('knows nothing of an SLA that has no objectives, and says so', () => {
    const sla = { name: 's', description: '', objectives: [] };
    expect(evaluateSla(sla, [])).toEqual({
      sla,
      state: 'insufficient-data',
      reason: { reason: 'no-objectives', detail: 'the SLA has no objectives' },
      targetMet: null,
      objectives: [],
    });
  });

  it.each([
    ['met when every objective meets its target', [1, 1], true],
    ['missed when one objective misses it, though another is unknown', [1, 9, undefined], false],
    ['unknown when one objective is unknown and none misses it', [1, undefined], null],
  ])('calls the target %s', (_, values, expected) => {
    const sla = { name: 's', description: '', objectives: [objective] };
    const objectives = values.map((value) => judge([evidenceOf(hour(value))]));
    expect(evaluateSla(sla, objectives).targetMet).toBe(expected);
  });
});
