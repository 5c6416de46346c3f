import { minuteMs, type Objective, type ObjectiveVerdict, type Sla } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { ExampleStore, FakeSource, runningMinuteMs } from '../fakes.fixture.js';
import { definitionOf } from '../sharing/told-verdict.js';
import { createLongWindows } from '../tallies/long-windows.js';
import { createSlaEvaluator } from './sla-evaluator.js';

const load = { metric: 'load', labels: {} };
const { signal } = new AbortController();

const objective: Objective = {
  name: 'load',
  indicator: { metric: 'load', matchers: [] },
  bounds: { max: 5 },
  target: 0.9,
  window: { rollingMs: 10 * minuteMs },
};
const shop: Sla = { name: 'shop', description: '', objectives: [objective] };
const identify = async () => 'load';

/** An evaluator that shares objectives with others, which the test plays. */
async function shareBench(values: readonly number[] = Array(60).fill(1)) {
  const source = new FakeSource();
  const store = new ExampleStore();
  source.addMinutes(load, values);
  store.addForecast(load, Array(60).fill(1));
  await store.createSla(shop);
  let nowMs = runningMinuteMs + 20_000;
  let due: readonly number[] = [];
  let heard: ObjectiveVerdict | undefined;
  const told: ObjectiveVerdict[] = [];
  const evaluator = createSlaEvaluator({
    source,
    store,
    find: store.getIndicator,
    windows: createLongWindows(store, () => nowMs),
    clock: () => nowMs,
    atRiskProbability: 0.5,
    exchange: {
      due: () => due,
      heard: () => heard,
      tell: (verdict) => told.push(verdict),
      keepOnly: () => {},
    },
  });
  return {
    source,
    evaluator,
    told,
    isDue: (...endMs: readonly number[]) => {
      due = endMs;
    },
    hear: (verdict: ObjectiveVerdict) => {
      heard = verdict;
    },
    passes: (ms: number) => {
      nowMs += ms;
    },
  };
}

const inMinute = (at: number) => runningMinuteMs + at * minuteMs;

describe('a round of what falls to this process', () => {
  it('tells the verdict of the minute that is due', async () => {
    const { evaluator, told, isDue } = await shareBench();
    isDue(runningMinuteMs);
    expect(await evaluator.judgeAll({ signal })).toBe(1);
    expect(told).toMatchObject([
      {
        sla: 'shop',
        objective: 'load',
        endMs: runningMinuteMs,
        evaluatedAtMs: runningMinuteMs + 20_000,
        definition: await definitionOf(shop, objective, identify),
        state: 'ok',
        seriesCount: 1,
      },
    ]);
    expect(told[0]!.series[0]!.prediction).not.toHaveProperty('points');
  });

  it('judges minutes that nobody judged as they were at their end', async () => {
    const { evaluator, told, isDue } = await shareBench([...Array(57).fill(1), 9, 1, 1]);
    isDue(inMinute(-2), inMinute(-1), inMinute(0));
    await evaluator.judgeAll({ signal });
    expect(told.map(({ endMs, evaluatedAtMs, state }) => [endMs, evaluatedAtMs, state])).toEqual([
      [inMinute(-2), inMinute(-2) + 15_000, 'violated'],
      [inMinute(-1), inMinute(-1) + 15_000, 'ok'],
      [inMinute(0), inMinute(0) + 20_000, 'ok'],
    ]);
  });

  it('judges as of the minute that is due, however late it is', async () => {
    const { evaluator, told, isDue, passes } = await shareBench();
    isDue(runningMinuteMs);
    passes(2 * minuteMs);
    await evaluator.judgeAll({ signal, endMs: runningMinuteMs });
    expect(told).toMatchObject([{ endMs: runningMinuteMs, evaluatedAtMs: inMinute(1) - 1 }]);
  });

  it('asks nothing about what others judge', async () => {
    const { evaluator, source, told } = await shareBench();
    expect(await evaluator.judgeAll({ signal })).toBe(0);
    expect(source.asked).toEqual([]);
    expect(told).toEqual([]);
  });

  it('tells of what cannot be judged that and why', async () => {
    const { evaluator, source, told, isDue } = await shareBench();
    source.rawSamples = async () => {
      throw new Error('broken');
    };
    isDue(runningMinuteMs);
    await evaluator.judgeAll({ signal }).catch(() => {});
    expect(told).toMatchObject([
      { state: 'insufficient-data', failureCode: 'internal', series: [], seriesCount: 0 },
    ]);
  });
});

describe('a verdict that another process told', () => {
  const toldBy = async (change: Partial<ObjectiveVerdict> = {}): Promise<ObjectiveVerdict> => {
    const { evaluator, told, isDue } = await shareBench([...Array(59).fill(1), 9]);
    isDue(runningMinuteMs);
    await evaluator.judgeAll({ signal });
    return { ...told[0]!, ...change };
  };

  it('is the answer, without a question to the source', async () => {
    const { evaluator, source, hear } = await shareBench();
    hear(await toldBy());
    const [judged] = await evaluator.evaluateAll();
    expect(judged).toMatchObject({
      state: 'violated',
      evaluatedAtMs: runningMinuteMs + 20_000,
      objectives: [{ objective, series: [{ current: { value: 9, bound: 'max' } }] }],
    });
    expect(source.asked).toEqual([]);
  });

  it('is the answer before an older one of our own, and not before a newer one', async () => {
    const { evaluator, hear, passes } = await shareBench();
    expect((await evaluator.evaluateAll())[0]?.state).toBe('ok');
    hear(await toldBy({ evaluatedAtMs: runningMinuteMs + 10_000 }));
    expect((await evaluator.evaluateAll())[0]?.state).toBe('ok');
    passes(10_000);
    hear(await toldBy({ evaluatedAtMs: runningMinuteMs + 25_000 }));
    expect((await evaluator.evaluateAll())[0]?.state).toBe('violated');
  });

  it.each<[string, Partial<ObjectiveVerdict>]>([
    ['is of another definition', { definition: 'cd'.repeat(32) }],
    ['does not have all series', { seriesCount: 2 }],
    ['is older than the round before', { evaluatedAtMs: runningMinuteMs - 3 * minuteMs }],
  ])('is no answer when it %s', async (_, change) => {
    const { evaluator, hear } = await shareBench();
    hear(await toldBy(change));
    expect((await evaluator.evaluateAll())[0]?.state).toBe('ok');
  });

  it('stands again when all verdicts were dropped, for what is defined as it was', async () => {
    const { evaluator, source, hear } = await shareBench();
    hear(await toldBy());
    await evaluator.evaluateAll();
    evaluator.forget();
    expect((await evaluator.evaluateAll())[0]?.state).toBe('violated');
    expect(source.asked).toEqual([]);
  });
});
