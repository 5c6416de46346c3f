import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { objectiveEvaluatedTopic } from '@forewarn/contracts';
import { type EventLog, ForewarnError, silentLogger } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import { minuteMs, type ObjectiveVerdict } from '@forewarn/slo';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createVerdictExchange,
  type VerdictExchange,
  type VerdictExchangeOptions,
} from './verdict-exchange.js';

const namespace = 'run';
const noonMs = Date.UTC(2026, 10, 21, 12);

const names = Array.from({ length: 40 }, (_, at) => ({ sla: 'shop', objective: `objective ${at}` }));
const one = names[0]!;

const verdictOf = (endMs: number, name = one): ObjectiveVerdict => ({
  ...name,
  endMs,
  definition: 'ab'.repeat(32),
  evaluatedAtMs: endMs + 15_000,
  state: 'ok',
  reason: null,
  targetMet: true,
  series: [],
  seriesCount: 0,
});

describe('processes that share objectives', () => {
  let directory: string;
  let eventLog: EventLog;
  let exchanges: VerdictExchange[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'forewarn-verdicts-'));
    eventLog = createEmbeddedEventLog({ file: join(directory, 'events.db') });
    exchanges = [];
  });
  afterEach(async () => {
    await Promise.all(exchanges.map((exchange) => exchange.end()));
    await eventLog.close();
    rmSync(directory, { recursive: true });
  });

  const joined = async (options: Partial<VerdictExchangeOptions> = {}) => {
    const exchange = createVerdictExchange({ eventLog, namespace, logger: silentLogger, ...options });
    exchanges.push(exchange);
    exchange.begin();
    await exchange.untilKnown(new AbortController().signal);
    return exchange;
  };

  it('have each objective in one of them, and both have some', async () => {
    const first = await joined();
    expect(names.filter(first.isOwn)).toHaveLength(40);
    const second = await joined();
    await vi.waitFor(() => expect(names.filter(first.isOwn).length).toBeLessThan(40));
    expect(names.filter((name) => first.isOwn(name) !== second.isOwn(name))).toHaveLength(40);
    expect(names.filter(second.isOwn).length).toBeGreaterThan(5);
  });

  it('give the objectives of one that leaves to the other', async () => {
    const first = await joined();
    const second = await joined();
    await vi.waitFor(() => expect(names.filter(first.isOwn).length).toBeLessThan(40));
    await second.end();
    await vi.waitFor(() => expect(names.filter(first.isOwn)).toHaveLength(40));
  });

  it('hear the newest verdict of each other, those too that were told before they came', async () => {
    const first = await joined();
    first.tell(verdictOf(noonMs));
    await vi.waitFor(() => expect(first.heard(one)).toEqual(verdictOf(noonMs)));
    const second = await joined();
    expect(second.heard(one)).toEqual(verdictOf(noonMs));
    first.tell(verdictOf(noonMs + minuteMs));
    if (first.isOwn(one)) await vi.waitFor(() => expect(second.heard(one)?.endMs).toBe(noonMs + minuteMs));
  });

  it('judge the newest minute, and those behind the last one that was judged', async () => {
    const onTold = vi.fn();
    const first = await joined({ onTold });
    expect(first.due(one, noonMs, true)).toEqual([noonMs]);
    first.tell(verdictOf(noonMs));
    await vi.waitFor(() => expect(onTold).toHaveBeenLastCalledWith({ verdicts: 1, missedMinutes: 0 }));
    await first.end();
    const second = await joined();
    await vi.waitFor(() => expect(second.isOwn(one)).toBe(true));
    expect(second.due(one, noonMs, true)).toEqual([]);
    expect(second.due(one, noonMs + 3 * minuteMs, true)).toEqual(
      [1, 2, 3].map((at) => noonMs + at * minuteMs),
    );
  });

  it('judge nothing between two turns that another may be about to judge', async () => {
    const first = await joined();
    first.tell(verdictOf(noonMs));
    await vi.waitFor(() => expect(first.heard(one)).toBeDefined());
    expect(first.due(one, noonMs + minuteMs, false)).toEqual([]);
    expect(first.due(one, noonMs + 2 * minuteMs, false)).toHaveLength(2);
  });

  it('go back ten minutes and no further, and count the minutes that nobody judged', async () => {
    const onTold = vi.fn();
    const exchange = await joined({ onTold });
    exchange.tell(verdictOf(noonMs));
    await vi.waitFor(() => expect(onTold).toHaveBeenCalledTimes(1));
    const due = exchange.due(one, noonMs + 60 * minuteMs, true);
    expect(due).toHaveLength(11);
    for (const endMs of due) exchange.tell(verdictOf(endMs));
    await vi.waitFor(() => expect(onTold).toHaveBeenLastCalledWith({ verdicts: 11, missedMinutes: 49 }));
  });

  it('tell what waited while the log was away with what comes next', async () => {
    let isAway = false;
    const log: EventLog = {
      ...eventLog,
      ensureTopics: (...args) => eventLog.ensureTopics(...args),
      consume: (options) => eventLog.consume(options),
      append: async (...args) => {
        if (isAway) throw new ForewarnError('event-log-unavailable', 'gone');
        await eventLog.append(...args);
      },
    };
    const onTold = vi.fn();
    const logger = recordingLogger();
    const exchange = await joined({ eventLog: log, onTold, logger });
    isAway = true;
    exchange.tell(verdictOf(noonMs));
    await vi.waitFor(() =>
      expect(logger.lines.some(({ message }) => /cannot be told/.test(message))).toBe(true),
    );
    // It was judged all the same, and is not judged again.
    expect(exchange.due(one, noonMs, true)).toEqual([]);
    isAway = false;
    exchange.tell(verdictOf(noonMs + minuteMs));
    await vi.waitFor(() => expect(onTold).toHaveBeenLastCalledWith({ verdicts: 2, missedMinutes: 0 }));
  });

  it('judge all, and tell nobody, while the log says nothing of their shares', () => {
    const exchange = createVerdictExchange({ eventLog, namespace, logger: silentLogger });
    expect(names.every(exchange.isOwn)).toBe(true);
    expect(exchange.due(one, noonMs, true)).toEqual([noonMs]);
    exchange.tell(verdictOf(noonMs));
    expect(exchange.due(one, noonMs, true)).toEqual([noonMs]);
  });

  it('forget what is not defined any more', async () => {
    const exchange = await joined();
    exchange.tell(verdictOf(noonMs));
    await vi.waitFor(() => expect(exchange.heard(one)).toBeDefined());
    exchange.keepOnly([names[1]!]);
    expect(exchange.heard(one)).toBeUndefined();
    expect(exchange.due(one, noonMs, true)).toEqual([noonMs]);
  });

  it('pass over a verdict that cannot be encoded, and tell the others', async () => {
    const onTold = vi.fn();
    const exchange = await joined({ onTold });
    const wrong = { ...verdictOf(noonMs), series: [undefined] as never };
    exchange.tell(wrong);
    exchange.tell(verdictOf(noonMs, names[1]));
    await vi.waitFor(() => expect(exchange.heard(names[1]!)).toBeDefined());
    expect(objectiveEvaluatedTopic.key(verdictOf(noonMs, names[1]))).toBe('shop/objective 1');
  });
});
