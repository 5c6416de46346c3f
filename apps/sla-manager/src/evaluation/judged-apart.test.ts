import { ForewarnError, type SeriesSelector } from '@forewarn/core';
import type { Sla } from '@forewarn/slo';
import { Registry } from '@forewarn/telemetry';
import { describe, expect, it } from 'vitest';
import { ExampleStore, FakeSource, nowMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';
import { createLongWindows } from '../tallies/long-windows.js';
import { createSlaEvaluator } from './sla-evaluator.js';

/** An SLA of one objective for each of some metrics, which holds where there are samples. */
const slaOf = (name: string, metrics: readonly string[]) => ({
  name,
  objectives: metrics.map((metric) => ({ name: metric, indicator: metric, min: 1, window: '1h' })),
});

const good = { metric: 'good', labels: {} };

async function bench(options: Parameters<typeof startBench>[0] = {}): Promise<RestBench> {
  const made = await startBench(options);
  made.source.addMinutes(good, Array(60).fill(5));
  made.store.addForecast(good, [5, 5]);
  await made.call('POST', '/api/v1/slas', slaOf('whole', ['good']));
  return made;
}

/** Makes the queries for one metric behave otherwise. */
function instead(source: FakeSource, metric: string, answer: () => Promise<never>) {
  const { listSeries } = source;
  source.listSeries = (selector: SeriesSelector, ...rest) =>
    selector.metric === metric ? answer() : listSeries.call(source, selector, ...rest);
}

const fail =
  (code: 'prometheus-rejected' | 'prometheus-unavailable' | 'prometheus-malformed') => async () => {
    throw new ForewarnError(code, 'http://prometheus.internal:9090 says no');
  };

const ways: [string, string, (bench: RestBench) => void | Promise<void>][] = [
  [
    'selects too many series',
    'too-many-series',
    ({ source }) => {
      for (let at = 0; at < 501; at += 1) source.addMinutes({ metric: 'bad', labels: { at: `${at}` } }, [1]);
    },
  ],
  [
    'is refused by Prometheus',
    'prometheus-rejected',
    ({ source }) => instead(source, 'bad', fail('prometheus-rejected')),
  ],
  [
    'has an answer that cannot be read',
    'prometheus-malformed',
    ({ source }) => instead(source, 'bad', fail('prometheus-malformed')),
  ],
  [
    'fails alone',
    'prometheus-unavailable',
    ({ source }) => instead(source, 'bad', fail('prometheus-unavailable')),
  ],
  [
    'meets a defect',
    'internal',
    ({ source }) => instead(source, 'bad', async () => Promise.reject(new TypeError('secret'))),
  ],
  [
    'cannot be read in the store',
    'store-rejected',
    ({ store }) => {
      const { listForecasts } = store;
      store.listForecasts = async (query, page) => {
        if (query.metric === 'bad') throw new ForewarnError('store-rejected', 'db.internal:3306 refused it');
        return listForecasts(query, page);
      };
    },
  ],
  [
    'was stored with a pattern that is too large today',
    'invalid-selector',
    ({ store }) => {
      const { description, objectives } = store.slas.get('broken') as Sla;
      const matchers = [{ name: 'a', operator: '=~', value: '.{0,1000}'.repeat(200) }] as const;
      const [first, ...others] = objectives;
      const changed = { ...first!, indicator: { metric: 'bad', matchers } };
      store.slas.set('broken', { name: 'broken', description, objectives: [changed, ...others] });
    },
  ],
];

describe('an objective that', () => {
  it.each(ways)('%s has a state of its own, and blinds no other', async (_, reason, prepare) => {
    const registry = new Registry();
    const made = await bench({ registry });
    await made.call('POST', '/api/v1/slas', slaOf('broken', ['bad', 'good']));
    await prepare(made);

    const { status, body } = await made.call('GET', '/api/v1/status');
    expect(status).toBe(200);
    expect(body.slas).toMatchObject([
      {
        name: 'broken',
        objectives: [
          { state: 'insufficient-data', reason: { reason }, targetMet: null, series: [] },
          { state: 'ok', reason: null },
        ],
      },
      { name: 'whole', state: 'ok' },
    ]);
    expect(JSON.stringify(body)).not.toMatch(/internal:|secret/);
    expect(await made.call('GET', '/api/v1/slas/broken/status')).toMatchObject({
      status: 200,
      body: { state: 'insufficient-data', reason: { reason } },
    });

    const text = await registry.metrics();
    expect(text).toContain('forewarn_objective_unjudged{sla="broken",objective="bad"} 1');
    expect(text).toContain(
      'forewarn_objective_state{sla="broken",objective="bad",state="insufficient-data"} 1',
    );
    expect(text).toContain('forewarn_objective_unjudged{sla="broken",objective="good"} 0');
    expect(text).toContain('forewarn_objective_state{sla="whole",objective="good",state="ok"} 1');
    expect(text).toContain('forewarn_sla_evaluation_failures_total 0');
  });

  it('selects too many series says how many may be, also when it is the only one', async () => {
    const { call, source } = await startBench({ limits: { seriesPerObjective: 2 } });
    await call('POST', '/api/v1/slas', slaOf('only', ['bad']));
    for (const at of ['a', 'b', 'c']) source.addMinutes({ metric: 'bad', labels: { at } }, [1]);
    expect(await call('GET', '/api/v1/status')).toMatchObject({
      status: 200,
      body: {
        slas: [{ reason: { detail: 'bad selects 3 series, at most 2 are evaluated: narrow it by labels' } }],
      },
    });
  });

  it('says how it was when it was judged last', async () => {
    let time = nowMs;
    const { call, source, store } = await bench({ clock: () => time });
    const bad = { metric: 'bad', labels: {} };
    source.addMinutes(bad, Array(60).fill(5));
    store.addForecast(bad, [5, 5]);
    await call('POST', '/api/v1/slas', slaOf('broken', ['bad']));
    const objective = async () => (await call('GET', '/api/v1/slas/broken/status')).body.objectives[0];
    expect(await objective()).toMatchObject({ state: 'ok' });
    instead(source, 'bad', fail('prometheus-rejected'));
    source.rawSamples = fail('prometheus-rejected');
    time += 180_000;
    expect(await objective()).toMatchObject({
      state: 'insufficient-data',
      reason: {
        reason: 'prometheus-rejected',
        detail: expect.stringMatching(/ \(it was ok at 2026-11-21T12:00:20\.000Z\)$/),
      },
    });
  });
});

describe('objectives that are slow', () => {
  /** Eight of which no query comes to an end until it is let, and one that holds. */
  function slowBench() {
    const source = new FakeSource();
    const store = new ExampleStore();
    store.slas.set('fast', sla('fast', ['good']));
    store.slas.set('slow', sla('slow', slow));
    source.addMinutes(good, Array(60).fill(5));
    store.addForecast(good, [5, 5]);
    let finish = () => {};
    const until = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const { listSeries } = source;
    source.listSeries = async (selector, ...rest) => {
      if (selector.metric !== 'good') await until;
      return listSeries.call(source, selector, ...rest);
    };
    const evaluator = createSlaEvaluator({
      source,
      store,
      find: store.getIndicator,
      windows: createLongWindows(store, () => nowMs),
      clock: () => nowMs,
      atRiskProbability: 0.5,
    });
    return { evaluator, finish };
  }
  const slow = Array.from({ length: 8 }, (_, at) => `slow${at}`);

  it('take no verdict away from the others, and say themselves that they are', async () => {
    const { evaluator } = slowBench();
    const [fast, late] = await evaluator.evaluateAll({ waitMs: 1 });
    expect(fast?.state).toBe('ok');
    expect(late?.objectives).toHaveLength(8);
    for (const { state, reason } of late!.objectives) {
      expect(state).toBe('insufficient-data');
      expect(reason).toMatchObject({
        reason: 'evaluation-timeout',
        detail: expect.stringContaining('Prometheus or the database is slow'),
      });
    }
    evaluator.stop();
  });

  it('are judged on meanwhile, so that the next answer has their verdict', async () => {
    const { evaluator, finish } = slowBench();
    await evaluator.evaluateAll({ waitMs: 1 });
    finish();
    const [, late] = await evaluator.evaluateAll({ waitMs: 5_000 });
    expect(late?.objectives.map(({ reason }) => reason?.reason)).toEqual(slow.map(() => 'no-such-series'));
  });
});

const sla = (name: string, metrics: readonly string[]): Sla => ({
  name,
  description: '',
  objectives: metrics.map((metric) => ({
    name: metric,
    indicator: { metric, matchers: [] },
    bounds: { min: 1 },
    target: 0.9,
    window: { rollingMs: 3_600_000 },
  })),
});
