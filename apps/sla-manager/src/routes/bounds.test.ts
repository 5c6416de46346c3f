import { minuteMs } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { startBench } from '../rest-bench.fixture.js';
import { createAnswerBudget } from './answer-budget.js';

const objective = (name: string) => ({ name, indicator: 'load', max: 5, window: '1h' });
const sla = (name: string, count = 1) => ({
  name,
  objectives: Array.from({ length: count }, (_, at) => objective(`o${at}`)),
});

describe('what may be defined', () => {
  it('is a number of SLAs, and one that exists may be replaced', async () => {
    const { call } = await startBench({ limits: { slas: 2 } });
    for (const name of ['a', 'b']) expect((await call('POST', '/api/v1/slas', sla(name))).status).toBe(201);
    for (const [method, path] of [
      ['POST', '/api/v1/slas'],
      ['PUT', '/api/v1/slas/c'],
    ] as const) {
      expect(await call(method, path, sla('c'))).toMatchObject({
        status: 422,
        body: { code: 'too-many-slas', detail: expect.stringContaining('2 may be') },
      });
    }
    expect((await call('PUT', '/api/v1/slas/b', sla('b', 2))).status).toBe(200);
  });

  it.each([
    ['an SLA', { objectivesPerSla: 2 }, 3],
    ['all of them together', { objectives: 5 }, 4],
  ])('is a number of objectives of %s', async (_, limits, count) => {
    const { call, store } = await startBench({ limits });
    await call('POST', '/api/v1/slas', sla('a', 2));
    expect(await call('POST', '/api/v1/slas', sla('b', count))).toMatchObject({
      status: 422,
      body: { code: 'too-many-objectives' },
    });
    expect([...store.slas.keys()]).toEqual(['a']);
  });
});

describe('an SLA that exists when limits are lowered', () => {
  async function lowered(limits: object) {
    const { call, store } = await startBench({ limits });
    for (const name of ['a', 'b']) {
      const { objectives } = sla(name, 3);
      store.slas.set(name, {
        name,
        description: '',
        objectives: objectives.map((each) => ({
          name: each.name,
          indicator: { metric: each.indicator, matchers: [] },
          bounds: { max: each.max },
          target: 0.9,
          window: { rollingMs: 60 * minuteMs },
        })),
      });
    }
    return call;
  }

  it.each([
    ['SLAs', { slas: 1 }],
    ['objectives of an SLA', { objectivesPerSla: 1 }],
    ['objectives of all', { objectives: 1 }],
  ])('may be made smaller where there are too many %s', async (_, limits) => {
    const call = await lowered(limits);
    expect((await call('PUT', '/api/v1/slas/a', sla('a', 2))).status).toBe(200);
  });

  it.each([
    ['SLA_OBJECTIVES_PER_SLA', { objectivesPerSla: 1 }],
    ['SLA_OBJECTIVES', { objectives: 1 }],
  ])('may not grow, and %s is named', async (setting, limits) => {
    const call = await lowered(limits);
    expect(await call('PUT', '/api/v1/slas/a', sla('a', 4))).toMatchObject({
      status: 422,
      body: {
        code: 'too-many-objectives',
        detail: expect.stringMatching(new RegExp(`or raise ${setting}$`)),
      },
    });
  });
});

describe('what is answered', () => {
  async function many(limits: { readonly seriesPerAnswer: number }, answerBytes?: number) {
    const made = await startBench({ limits, ...(answerBytes !== undefined && { answerBytes }) });
    for (let at = 0; at < 30; at += 1) {
      made.source.addMinutes({ metric: 'load', labels: { at: `${at}` } }, [at === 7 ? 9 : 1]);
    }
    made.source.addMinutes({ metric: 'few', labels: {} }, [1]);
    await made.call('POST', '/api/v1/slas', {
      name: 'x',
      objectives: [objective('a'), objective('b'), { ...objective('c'), indicator: 'few' }],
    });
    return made.call;
  }
  // biome-ignore lint/suspicious/noExplicitAny: a body whose schema was checked
  const shown = (objectives: any[]) =>
    objectives.map(({ series, seriesOmitted }) => [series.length, seriesOmitted]);

  it('is the worst series of each objective, when there are more than an answer holds', async () => {
    const call = await many({ seriesPerAnswer: 21 });
    for (const path of ['/api/v1/slas/x/status', '/api/v1/status']) {
      const { body } = await call('GET', path);
      const { objectives } = body.slas?.[0] ?? body;
      expect(shown(objectives)).toEqual([
        [10, 20],
        [10, 20],
        [1, undefined],
      ]);
      expect(objectives[0].series[0].series).toBe('load{at="7"}');
      expect(objectives[0].state).toBe('violated');
    }
  });

  it('is as many series as are asked for', async () => {
    const call = await many({ seriesPerAnswer: 1_000 });
    const { body } = await call('GET', '/api/v1/slas/x/status?series=2');
    expect(shown(body.objectives)).toEqual([
      [2, 28],
      [2, 28],
      [1, undefined],
    ]);
    expect(shown((await call('GET', '/api/v1/slas/x/status')).body.objectives)[0]).toEqual([30, undefined]);
    expect((await call('GET', '/api/v1/status?series=-1')).status).toBe(400);
  });

  it('is no longer than an answer may be', async () => {
    const call = await many({ seriesPerAnswer: 1_000 }, 2_000);
    expect(await call('GET', '/api/v1/slas/x/status')).toMatchObject({
      status: 422,
      body: { code: 'answer-too-large', detail: expect.stringContaining('2000 bytes') },
    });
    expect((await call('GET', '/api/v1/slas/x/status?series=0')).status).toBe(200);
  });

  it('to a body of many mistakes is the first of them, and how many more there are', async () => {
    const { call } = await startBench();
    const objectives = Array.from({ length: 900 }, (_, at) => ({
      name: `o${at}`,
      indicator: `x{${'"'.repeat(8)}`,
      unknown: 1,
    }));
    const { status, body } = await call('POST', '/api/v1/slas', { name: 'x', objectives });
    expect(status).toBe(400);
    expect(body.errors).toHaveLength(50);
    expect(body.detail).toMatch(/^the request has \d{3,4} mistakes: .*; and \d{3,4} more$/);
    expect(JSON.stringify(body).length).toBeLessThan(40_000);
  });

  it.each([
    ['keys', { ...sla('x'), ...Object.fromEntries(Array.from({ length: 9_000 }, (_, at) => [`k${at}`, 1])) }],
    ['a long key', { ...sla('x'), ['k'.repeat(200_000)]: 1 }],
    ['a long value', { ...sla('x'), objectives: [{ ...objective('a'), indicator: 'x{'.repeat(100_000) }] }],
    ['a long window', { ...sla('x'), objectives: [{ ...objective('a'), window: '1'.repeat(200_000) }] }],
    ['names', { name: 'x', objectives: Array.from({ length: 5_000 }, () => ({ name: 'same' })) }],
  ])('to a body of bad %s is short', async (_, sent) => {
    const { call } = await startBench();
    const { status, body } = await call('POST', '/api/v1/slas', sent);
    expect(status).toBe(400);
    expect(JSON.stringify(body).length).toBeLessThan(60_000);
  });
});

describe('an answer that would be too long', () => {
  /** An SLA of three objectives, each of 20 series of an hour, all violated and forecast; and the metrics whose samples were read. */
  async function violated(answerBytes: number) {
    const { call, source, store } = await startBench({ limits: { answerBytes } });
    const read: string[] = [];
    const { rawSamples } = source;
    source.rawSamples = (selector, ...rest) => {
      read.push(selector.metric);
      return rawSamples.call(source, selector, ...rest);
    };
    const metrics = ['m0', 'm1', 'm2'];
    for (const metric of metrics) {
      for (let at = 0; at < 20; at += 1) {
        source.addMinutes({ metric, labels: { at: `${at}` } }, Array(60).fill(9));
        store.addForecast({ metric, labels: { at: `${at}` } }, Array(10).fill(9));
      }
    }
    const objectives = metrics.map((metric) => ({ ...objective(metric), indicator: metric }));
    await call('POST', '/api/v1/slas', { name: 'x', objectives });
    read.length = 0;
    return { call, read };
  }

  it.each([
    ['/slas/x/series?window=1h', 'a shorter window'],
    ['/slas/x/violations?window=1h', 'a shorter window'],
    ['/slas/x/predictions', 'a shorter horizon'],
    ['/slas/x/status?series=500', 'fewer series (?series=)'],
    ['/status?series=500', 'fewer series (?series=)'],
  ])('is refused before it is built, and %s says what to ask for', async (path, advice) => {
    const { call } = await violated(10_000);
    expect(await call('GET', `/api/v1${path}`)).toMatchObject({
      status: 422,
      body: { code: 'answer-too-large', detail: expect.stringContaining(`ask for ${advice}`) },
    });
    // What is short enough is answered as ever.
    const { call: roomy } = await violated(1_000_000);
    expect((await roomy('GET', `/api/v1${path}`)).status).toBe(200);
  });

  it.each(['series', 'violations'])('has the rest of the %s not read at all', async (part) => {
    const { call, read } = await violated(10_000);
    expect((await call('GET', `/api/v1/slas/x/${part}?window=1h`)).status).toBe(422);
    expect(new Set(read)).not.toContain('m2');
  });

  it('is estimated at no more than it is', async () => {
    const { call } = await violated(10_000_000);
    for (const [path, things] of [
      ['/slas/x/series?window=1h', { sample: 3 * 20 * 60, forecastPoint: 3 * 20 * 10 }],
      ['/slas/x/violations?window=1h', { violation: 3 * 20 * 60, episode: 3 * 20 }],
      ['/slas/x/predictions', { predictedPoint: 3 * 20 * 9 }],
      ['/slas/x/status', { seriesStatus: 3 * 20 }],
    ] as const) {
      const { length } = JSON.stringify((await call('GET', `/api/v1${path}`)).body);
      expect(() => createAnswerBudget(length, 'less').spend(things)).not.toThrow();
      // And not at so little that it would be built many times over.
      expect(() => createAnswerBudget(length / 4, 'less').spend(things)).toThrow('ask for less');
    }
  });
});

describe('the grace of a series that was replaced', () => {
  it('is what is set', async () => {
    const { call, source } = await startBench({ endedAfterMs: 30 * minuteMs });
    source.addMinutes({ metric: 'load', labels: { pod: 'old' } }, [
      ...Array(60).fill(1),
      ...Array(20).fill(undefined),
    ]);
    source.addMinutes({ metric: 'load', labels: { pod: 'new' } }, Array(20).fill(1));
    await call('POST', '/api/v1/slas', sla('x'));
    const reasons = async (path: string, bench = call) =>
      (await bench('GET', path)).body.objectives[0].series.map(
        ({ reason }: { reason: { reason: string } | null }) => reason?.reason,
      );
    expect(await reasons('/api/v1/slas/x/status')).toContain('idle');
    const usual = await startBench();
    usual.source.addMinutes({ metric: 'load', labels: { pod: 'old' } }, [
      ...Array(60).fill(1),
      ...Array(20).fill(undefined),
    ]);
    usual.source.addMinutes({ metric: 'load', labels: { pod: 'new' } }, Array(20).fill(1));
    await usual.call('POST', '/api/v1/slas', sla('x'));
    expect(await reasons('/api/v1/slas/x/status', usual.call)).toEqual(['no-forecast', 'ended']);
  });
});
