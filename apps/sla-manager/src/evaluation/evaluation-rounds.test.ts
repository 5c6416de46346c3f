import { ForewarnError, pause, silentLogger } from '@forewarn/core';
import { minuteMs } from '@forewarn/slo';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { runningMinuteMs } from '../fakes.fixture.js';
import { startBench } from '../rest-bench.fixture.js';
import { createEvaluationRounds } from './evaluation-rounds.js';
import type { RoundOptions } from './judge-round.js';

const load = { metric: 'load', labels: {} };

/** Rounds on a clock that timers move. */
function roundsOn(
  judgeAll: (options: RoundOptions & { readonly signal: AbortSignal }) => Promise<void>,
  untilKnown = async () => {},
) {
  vi.useFakeTimers({ now: runningMinuteMs + 20_000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const warn = vi.fn();
  const onRound = vi.fn();
  const logger = { ...silentLogger, warn };
  const rounds = createEvaluationRounds({
    evaluator: {
      async judgeAll(options) {
        await judgeAll(options);
        return 3;
      },
    },
    untilKnown,
    clock: () => Date.now(),
    logger,
    onRound,
  });
  return { rounds, warn, onRound };
}

describe('rounds of verdicts', () => {
  it('begin at once, and then a quarter of a minute behind each turn of the minute', async () => {
    const atMs: number[] = [];
    const { rounds } = roundsOn(async () => {
      atMs.push(Date.now() - runningMinuteMs);
    });
    rounds.begin();
    await vi.advanceTimersByTimeAsync(3 * minuteMs);
    await rounds.end();
    expect(atMs).toEqual([20_000, 75_000, 135_000, 195_000]);
  });

  it('are of the newest minute that is scraped by then, the first of them between two turns', async () => {
    const judged: unknown[] = [];
    const { rounds } = roundsOn(async ({ endMs, isTurn }) => {
      judged.push([endMs! - runningMinuteMs, isTurn]);
    });
    vi.setSystemTime(runningMinuteMs + 10_000);
    rounds.begin();
    await vi.advanceTimersByTimeAsync(70_000);
    await rounds.end();
    expect(judged).toEqual([
      [-minuteMs, false],
      [0, true],
      [minuteMs, true],
    ]);
  });

  it('begin when it is known what falls to this process', async () => {
    const judgeAll = vi.fn(async () => {});
    const { rounds } = roundsOn(judgeAll, () => pause(3_000));
    rounds.begin();
    await vi.advanceTimersByTimeAsync(2_999);
    expect(judgeAll).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(judgeAll).toHaveBeenCalledTimes(1);
    await rounds.end();
  });

  it('go on behind one that fails, which is told', async () => {
    const judgeAll = vi.fn(async () => {
      throw new ForewarnError('store-unavailable', 'no');
    });
    const { rounds, warn, onRound } = roundsOn(judgeAll);
    rounds.begin();
    await vi.advanceTimersByTimeAsync(minuteMs);
    await rounds.end();
    expect(judgeAll).toHaveBeenCalledTimes(2);
    expect(warn).toHaveBeenCalledTimes(2);
    expect(onRound).not.toHaveBeenCalled();
  });

  it('tell when each has ended, and how long it took', async () => {
    const { rounds, onRound } = roundsOn(({ signal }) => pause(3_000, signal));
    rounds.begin();
    await vi.advanceTimersByTimeAsync(5_000);
    await rounds.end();
    expect(onRound.mock.calls).toEqual([
      [{ endedAtMs: runningMinuteMs + 23_000, tookMs: 3_000, objectives: 3 }],
    ]);
  });

  it('end with the one that runs', async () => {
    let isOver = false;
    const { rounds } = roundsOn(async ({ signal }) => {
      await pause(10 * minuteMs, signal);
      isOver = true;
    });
    rounds.begin();
    await vi.advanceTimersByTimeAsync(1_000);
    await rounds.end();
    expect(isOver).toBe(true);
  });
});

describe('the verdict of a round', () => {
  it('stands until the next one: what is asked meanwhile costs the source and the store of analyses nothing', async () => {
    let time = runningMinuteMs + 20_000;
    const { call, source, store } = await startBench({ clock: () => time });
    source.addMinutes(load, Array(60).fill(1));
    store.addForecast(load, [1, 1, 1]);
    const objectives = [{ name: 'load', indicator: 'load', max: 5, window: '1h' }];
    await call('POST', '/api/v1/slas', { name: 'load', objectives });
    const status = async () => (await call('GET', '/api/v1/slas/load/status')).body;
    const first = await status();
    expect(first).toMatchObject({ state: 'ok', evaluatedAt: '2026-11-21T12:00:20.000Z' });
    const asked = source.asked.length;
    const listForecasts = vi.spyOn(store, 'listForecasts');
    time += 50_000;
    const again = await status();
    expect(again.evaluatedAt).toBe(first.evaluatedAt);
    expect(again.objectives[0].series[0].prediction.coveredSeconds).toBe(
      first.objectives[0].series[0].prediction.coveredSeconds - 50,
    );
    const overall = (await call('GET', '/api/v1/status')).body;
    expect(overall).toMatchObject({
      evaluatedAt: '2026-11-21T12:01:10.000Z',
      slas: [{ evaluatedAt: '2026-11-21T12:00:20.000Z' }],
    });
    expect(source.asked).toHaveLength(asked);
    expect(listForecasts).not.toHaveBeenCalled();
    time += 40_000;
    expect((await status()).evaluatedAt).toBe('2026-11-21T12:01:50.000Z');
  });

  it('stands too where too little of the window is known, which no moment changes', async () => {
    const { call, source, store } = await startBench();
    source.addMinutes(load, Array(20).fill(1));
    store.addForecast(load, [1, 1, 1]);
    const objectives = [{ name: 'load', indicator: 'load', max: 5, window: '1h' }];
    await call('POST', '/api/v1/slas', { name: 'load', objectives });
    const reason = async () =>
      (await call('GET', '/api/v1/slas/load/status')).body.objectives[0].reason.reason;
    expect(await reason()).toBe('window-longer-than-history');
    const asked = source.asked.length;
    expect(await reason()).toBe('window-longer-than-history');
    expect(source.asked).toHaveLength(asked);
  });

  it('does not stand where something is missing, such as before the first analysis', async () => {
    const { call, source, store } = await startBench();
    source.addMinutes(load, Array(60).fill(9));
    const objectives = [{ name: 'load', indicator: 'load', max: 5, window: '1h' }];
    await call('POST', '/api/v1/slas', { name: 'load', objectives });
    const series = async () => (await call('GET', '/api/v1/slas/load/status')).body.objectives[0].series[0];
    expect(await series()).toMatchObject({ state: 'violated', prediction: { available: false } });
    store.addForecast(load, [1, 1, 1]);
    expect(await series()).toMatchObject({ state: 'violated', prediction: { available: true } });
  });
});
