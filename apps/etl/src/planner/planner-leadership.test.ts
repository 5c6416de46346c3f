import type { ConsumeOptions, EventLog } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { embeddedLogs } from '../embedded-log.fixture.js';
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
