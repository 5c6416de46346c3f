import { ForewarnError } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEtlMetrics } from '../etl-metrics.js';
import { type PlannerOptions, runPlanner } from './planner.js';

const intervalMs = 60_000;
const settleMs = 5_000;
const noon = Date.UTC(2026, 0, 2, 12);
const unavailable = new ForewarnError('prometheus-unavailable', 'unavailable');

const controllers: AbortController[] = [];

beforeEach(() => {
  vi.useFakeTimers({ now: noon + 30_000 });
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});

afterEach(() => {
  for (const controller of controllers.splice(0)) controller.abort();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A planner that has begun. Times are seconds since noon. */
function bench(
  planRound: (windowEndMs: number) => Promise<number> = async () => 3,
  options: Partial<PlannerOptions> = {},
) {
  const rounds: [end: number, at: number][] = [];
  const settled: number[] = [];
  const registry = new Registry();
  const logger = recordingLogger();
  const controller = new AbortController();
  controllers.push(controller);
  const running = runPlanner(
    {
      clock: Date.now,
      intervalMs,
      settleMs,
      planRound: (windowEndMs) => {
        rounds.push([(windowEndMs - noon) / 1_000, (Date.now() - noon) / 1_000]);
        return planRound(windowEndMs);
      },
      settledMs: undefined,
      onSettled: async (windowEndMs) => void settled.push((windowEndMs - noon) / 1_000),
      metrics: createEtlMetrics(registry),
      logger,
      ...options,
    },
    controller.signal,
  );
  running.catch(() => {});
  const metric = async (name: string) => (await registry.getSingleMetric(name)!.get()).values[0]?.value;
  return { rounds, settled, logger, running, metric, abort: () => controller.abort() };
}

const seconds = (count: number) => vi.advanceTimersByTimeAsync(count * 1_000);

describe('runPlanner', () => {
  it('plans the present round at once and then each one when it has settled', async () => {
    const { rounds, metric } = bench();
    await seconds(155);
    expect(rounds).toEqual([
      [0, 30],
      [60, 65],
      [120, 125],
      [180, 185],
    ]);
    expect(await metric('forewarn_etl_planned_requests_total')).toBe(12);
    expect(await metric('forewarn_etl_last_round_timestamp_seconds')).toBe(noon / 1_000 + 180);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(0);
  });

  it('takes a round that has not settled for the one before', async () => {
    vi.setSystemTime(noon + 4_999);
    const { rounds } = bench();
    await seconds(0.001);
    expect(rounds).toEqual([
      [-60, 4.999],
      [0, 5],
    ]);
  });

  it('tries a round again within its interval', async () => {
    let failures = 3;
    const { rounds, logger, metric } = bench(async () => {
      failures -= 1;
      if (failures >= 0) throw unavailable;
      return 3;
    });
    await seconds(20);
    expect(rounds.map(([end]) => end)).toEqual([0, 0, 0, 0]);
    expect(logger.messages('warn')).toEqual(new Array(3).fill('a round could not be planned; trying again'));
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(0);
    expect(await metric('forewarn_etl_planned_requests_total')).toBe(3);
  });

  it('counts a round that fails for its whole interval as missed, once, and goes on with the next', async () => {
    let isAway = true;
    const { rounds, metric, logger } = bench(async () => {
      if (isAway) throw unavailable;
      return 3;
    });
    await seconds(34.5);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(1);
    expect(logger.messages('warn').at(-1)).toContain('is missed');
    isAway = false;
    await seconds(5);
    expect(rounds.at(-1)?.[0]).toBe(60);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(1);
  });

  it('counts the rounds that passed while one was planned', async () => {
    let isFirst = true;
    const { rounds, metric } = bench(async () => {
      if (isFirst) await new Promise((resolve) => setTimeout(resolve, 200_000));
      isFirst = false;
      return 3;
    });
    await seconds(201);
    expect(rounds.map(([end]) => end)).toEqual([0, 180]);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(2);
  });

  it('counts the rounds that passed while nobody planned, and plans the present one', async () => {
    const { rounds, metric, logger } = bench(undefined, { settledMs: noon - 10 * intervalMs });
    await seconds(1);
    expect(rounds).toEqual([[0, 30]]);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(9);
    expect(logger.lines[0]).toEqual({
      level: 'warn',
      message: 'rounds passed without being planned and are missed',
      fields: { rounds: 9, after: '2026-01-02T11:50:00.000Z', before: '2026-01-02T12:00:00.000Z' },
    });
  });

  it.each([
    ['the present round', noon],
    ['the round before', noon - intervalMs],
    ['a round to come, by a clock that was ahead', noon + 5 * intervalMs],
  ])('counts nothing where %s was the last that another planned', async (_, settledMs) => {
    const { rounds, metric } = bench(undefined, { settledMs });
    await seconds(1);
    expect(rounds).toEqual([[0, 30]]);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(0);
  });

  it('counts by its own interval where that was another one before', async () => {
    const { metric } = bench(undefined, { settledMs: noon - 3.5 * intervalMs });
    await seconds(1);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(3);
  });

  it('tells of each round that is accounted for, planned or missed', async () => {
    let isAway = false;
    const { settled } = bench(async () => {
      if (isAway) throw unavailable;
      return 3;
    });
    await seconds(1);
    isAway = true;
    await seconds(94);
    expect(settled).toEqual([0, 60]);
  });

  it('plans again what a clock that was set back brings back', async () => {
    const { rounds, metric } = bench();
    await seconds(100);
    vi.setSystemTime(noon - 3_600_000);
    await seconds(175);
    expect(rounds.slice(3).map(([end]) => end)).toEqual([-3_600, -3_540, -3_480]);
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(0);
  });

  it('waits for an interval that is longer than a timer can be', async () => {
    const { rounds } = bench(undefined, { intervalMs: 60 * 86_400_000 });
    await seconds(3_600);
    expect(rounds).toHaveLength(1);
  });

  it('warns when no series match', async () => {
    const { logger } = bench(async () => 0);
    await seconds(1);
    expect(logger.messages('warn')).toEqual([
      'no series match the selectors: check ETL_SELECTORS and what Prometheus scrapes',
    ]);
  });

  it.each([
    ['a defect', new TypeError('broken')],
    ['access that is denied', new ForewarnError('store-access-denied', 'no')],
  ])('rejects with %s', async (_, failure) => {
    const { running } = bench(() => Promise.reject(failure));
    await expect(running).rejects.toMatchObject({ message: failure.message });
  });

  it('ends with the signal while it waits, and leaves no timer', async () => {
    const { running, abort } = bench();
    await seconds(1);
    abort();
    await running;
    expect(vi.getTimerCount()).toBe(0);
  });

  it('takes whatever a round fails with during the end for the end', async () => {
    let fail: (error: Error) => void = () => {};
    const { running, abort, metric } = bench(
      () =>
        new Promise((_, reject) => {
          fail = reject;
        }),
    );
    abort();
    fail(new TypeError('socket closed'));
    await running;
    expect(await metric('forewarn_etl_missed_rounds_total')).toBe(0);
  });
});
