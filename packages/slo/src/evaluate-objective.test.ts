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

  it('says how far the history of a long window is read, where that is why minutes are missing', () => {
    const filling = { filledDays: 3, days: 90 };
    const judged = evaluateObjective(objective, [evidenceOf([1], calm)], { nowMs, filling });
    expect(judged.reason).toMatchObject({
      reason: 'history-being-read',
      detail: expect.stringContaining('3 of 90 days so far'),
    });
    const whole = evaluateObjective(objective, [evidenceOf(hour(1), calm)], { nowMs, filling });
    expect(whole.state).toBe('ok');
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
      evidenceOf([...hour(1), ...new Array(6).fill(undefined)], calm, 'c'),
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

describe('a series that was replaced', () => {
  const none = (minutes: number) => new Array<number | undefined>(minutes).fill(undefined);
  const first = (values: readonly (number | undefined)[], name: string, forecast = calm) =>
    evidenceOf(values, forecast, name);

  it('leaves the verdict after the grace, and its minutes still count', () => {
    const old = first([...new Array(9).fill(9), ...new Array(31).fill(1), ...none(20)], 'old');
    const { state, reason, targetMet, series } = judge([
      old,
      first([...none(40), ...new Array(20).fill(1)], 'new'),
    ]);
    expect({ state, reason, targetMet }).toEqual({ state: 'ok', reason: null, targetMet: false });
    expect(series.map(({ series: { labels }, reason: why }) => [labels.name, why?.reason])).toEqual([
      ['new', undefined],
      ['old', 'ended'],
    ]);
    expect(series[1]).toMatchObject({
      hasEnded: true,
      compliance: { minutesViolated: 9, minutesWithData: 40 },
    });
  });

  it('shows the present of the one that took its place, not what was predicted of it', () => {
    const old = first([...new Array(40).fill(9), ...none(20)], 'old', stormy);
    expect(judge([old, first([...none(40), ...new Array(19).fill(1), 9], 'new')]).state).toBe('violated');
    expect(judge([old, first([...none(40), ...new Array(20).fill(1)], 'new')]).state).toBe('ok');
  });

  it('is waited for within the grace', () => {
    const young = first([...none(40), ...new Array(20).fill(1)], 'new');
    const gone = (minutes: number) => first([...new Array(60 - minutes).fill(1), ...none(minutes)], 'old');
    expect(judge([gone(9), young]).reason?.reason).toBe('idle');
    expect(judge([gone(10), young]).state).toBe('ok');
    const later = { nowMs, endedAfterMs: 20 * minuteMs };
    expect(evaluateObjective(objective, [gone(10), young], later).reason?.reason).toBe('idle');
  });

  it('before the window began has no part in it', () => {
    const going = first(new Array(60).fill(1), 'new');
    const { state, targetMet, series } = judge([first([], 'old', stormy), going]);
    expect({ state, targetMet, count: series.length }).toEqual({ state: 'ok', targetMet: true, count: 2 });
  });

  it('again and again within the window leaves an answer', () => {
    const pods = [0, 1, 2, 3, 4].map((at) => {
      const life = [...none(12 * at), ...new Array(12).fill(1), ...none(12 * (4 - at))];
      return first(life, `pod-${at}`);
    });
    expect(judge(pods)).toMatchObject({ state: 'ok', reason: null, targetMet: true });
  });

  it('leaves a gap that no series fills', () => {
    const old = first([...new Array(20).fill(1), ...none(40)], 'old');
    const young = first([...none(40), ...new Array(20).fill(1)], 'new');
    expect(judge([old, young]).reason?.reason).toBe('window-longer-than-history');
  });

  it('is not what all are when all have stopped', () => {
    const stopped = ['a', 'b'].map((name) => first([...new Array(40).fill(1), ...none(20)], name));
    expect(judge(stopped)).toMatchObject({ state: 'insufficient-data', reason: { reason: 'idle' } });
    expect(judge(stopped).series.map(({ hasEnded }) => hasEnded)).toEqual([undefined, undefined]);
  });
});
