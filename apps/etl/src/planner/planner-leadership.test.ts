import type { ConsumeOptions, EventLog } from '@forewarn/core';
import { AppendOnlyEventLog, recordBatch } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { embeddedLogs } from '../embedded-log.fixture.js';
import { leadershipTopic } from './leadership-topic.js';
import { PlannerLeadership } from './planner-leadership.js';

const openLog = embeddedLogs();
const { signal } = new AbortController();

/** A member and what it was told; `until` waits for a change. */
function memberOf(log: EventLog, namespace = 'forewarn') {
  const told: boolean[] = [];
  let wake: () => void = () => {};
  const member = new PlannerLeadership(log, namespace, (isLeader) => {
    told.push(isLeader);
    wake();
  });
  const untilTold = async (count: number) => {
    while (told.length < count)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  return { member, told, untilTold };
}

describe('PlannerLeadership', () => {
  it('gives the role to one of two members, and to the other when that one leaves', async () => {
    const log = openLog();
    const [first, second] = [memberOf(log), memberOf(log)];
    await first.member.join(signal);
    await first.untilTold(1);
    await second.member.join(signal);
    expect([first.told, second.told]).toEqual([[true], []]);
    await first.member.leave();
    await second.untilTold(1);
    expect([first.told, second.told]).toEqual([[true, false], [true]]);
    await second.member.leave();
    expect(second.told).toEqual([true, false]);
  });

  it('hands on up to which round all were accounted for', async () => {
    const log = openLog();
    const [first, second] = [memberOf(log), memberOf(log)];
    await first.member.join(signal);
    await first.untilTold(1);
    expect(await first.member.lastSettledRound(signal)).toBeUndefined();
    for (const windowEndMs of [60_000, 120_000]) await first.member.settle(windowEndMs, signal);
    await second.member.join(signal);
    await first.member.leave();
    await second.untilTold(1);
    expect(await second.member.lastSettledRound(signal)).toBe(120_000);
    await second.member.leave();
  });

  it('learns anew what another accounted for while it had not got the role', async () => {
    let assign: ConsumeOptions['onAssignment'];
    let startAt: ConsumeOptions['startOffset'];
    let handle: ConsumeOptions['handle'] = async () => {};
    const watched: EventLog = Object.assign(new AppendOnlyEventLog(), {
      consume: async (options: ConsumeOptions) => {
        ({ onAssignment: assign, startOffset: startAt, handle } = options);
        return { ended: new Promise<void>(() => {}), stop: async () => {} };
      },
    });
    const member = new PlannerLeadership(watched, 'forewarn', () => {});
    await member.join(signal);
    const takeOver = async (windowEndMs: number) => {
      expect(await startAt?.(0, { earliest: 0, end: 3 })).toBe(2);
      assign?.([0]);
      await handle(recordBatch([leadershipTopic.encode(windowEndMs)]));
      return member.lastSettledRound(signal);
    };
    expect(await takeOver(60_000)).toBe(60_000);
    assign?.([]);
    expect(await takeOver(180_000)).toBe(180_000);
  });

  it('takes what a stranger wrote there for nothing', async () => {
    const log = openLog();
    const { member, untilTold } = memberOf(log);
    await log.ensureTopics([{ name: 'forewarn.planner-leadership', partitions: 1 }]);
    await log.append('forewarn.planner-leadership', [
      { key: null, value: Uint8Array.of(255, 0), headers: {} },
    ]);
    await member.join(signal);
    await untilTold(1);
    expect(await member.lastSettledRound(signal)).toBeUndefined();
    await member.leave();
  });

  it('waits no longer for its predecessor than the signal', async () => {
    const { member } = memberOf(openLog());
    expect(await member.lastSettledRound(AbortSignal.abort())).toBeUndefined();
  });

  it('keeps the members of another namespace apart', async () => {
    const log = openLog();
    const [one, other] = [memberOf(log, 'one'), memberOf(log, 'other')];
    await Promise.all([one.member.join(signal), other.member.join(signal)]);
    await Promise.all([one.untilTold(1), other.untilTold(1)]);
    expect([one.told, other.told]).toEqual([[true], [true]]);
  });

  it('may leave without having joined, and twice', async () => {
    const { member, told } = memberOf(openLog());
    await member.leave();
    await member.leave();
    expect(told).toEqual([]);
  });

  it('leaves also when that was asked while it joined', async () => {
    const { member, told } = memberOf(openLog());
    const joining = member.join(signal);
    await member.leave();
    const { ended } = await joining;
    await ended;
    expect(told).toEqual([]);
  });

  it('is not made leader by a rebalance that ends behind its leave', async () => {
    const log = openLog();
    let assign: ConsumeOptions['onAssignment'];
    const watched: EventLog = {
      ensureTopics: (topics) => log.ensureTopics(topics),
      append: (topic, records) => log.append(topic, records),
      check: () => log.check(),
      close: () => log.close(),
      consume: (options) => {
        assign = options.onAssignment;
        return log.consume(options);
      },
    };
    const { member, told, untilTold } = memberOf(watched);
    await member.join(signal);
    await untilTold(1);
    await member.leave();
    assign?.([0]);
    expect(told).toEqual([true, false]);
  });
});
