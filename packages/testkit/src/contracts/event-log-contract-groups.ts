import { describe, expect, it } from 'vitest';
import { type EventLogBench, textRecord } from './event-log-bench.js';
import { EventLogInbox } from './event-log-inbox.js';

const spread = (count: number, prefix: string) =>
  Array.from({ length: count }, (_, n) => textRecord(`${prefix}${n}`));

/** Groups, their members and their offsets. */
export function describeGroups(bench: EventLogBench): void {
  describe('groups', () => {
    it('each get every record, from the earliest on', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(topic, spread(10, 'r'));
      const inboxes = [new EventLogInbox(), new EventLogInbox()];
      for (const inbox of inboxes) await bench.log.consume(bench.options(topic, inbox.handle));
      for (const inbox of inboxes) {
        await inbox.untilRecords(10);
        expect(inbox.texts.sort()).toEqual(spread(10, 'r').map(({ value }) => value.toString()));
      }
    });

    it('go on behind their offset when the log is opened again', async () => {
      const topic = await bench.newTopic(2);
      await bench.log.append(topic, spread(6, 'old'));
      const inbox = new EventLogInbox();
      const options = bench.options(topic, inbox.handle);
      await bench.log.consume(options);
      await inbox.untilRecords(6);
      await bench.reopen();
      await bench.log.append(topic, spread(4, 'new'));
      await bench.log.consume(options);
      await inbox.until(({ texts }) => texts.filter((text) => text.startsWith('new')).length >= 4);
      expect(inbox.texts.filter((text) => text.startsWith('old'))).toHaveLength(6);
      expect(inbox.texts).toHaveLength(10);
    });

    it('share the partitions among their members, and the rest gets all when one stops', async () => {
      const topic = await bench.newTopic(4);
      const inboxes = [new EventLogInbox(), new EventLogInbox()] as const;
      const options = bench.options(topic, inboxes[0].handle);
      const consume = (inbox: EventLogInbox) =>
        bench.log.consume({ ...options, handle: inbox.handle, onAssignment: inbox.onAssignment });
      const first = await consume(inboxes[0]);
      await inboxes[0].until(({ assignment }) => assignment?.length === 4);
      await consume(inboxes[1]);
      await Promise.all(inboxes.map((inbox) => inbox.until(({ assignment }) => assignment?.length === 2)));
      const shared = [...inboxes[0].assignment!, ...inboxes[1].assignment!].sort();
      expect(shared).toEqual([0, 1, 2, 3]);
      await bench.log.append(topic, spread(20, 'shared'));
      await Promise.all(inboxes.map((inbox) => inbox.untilRecords(10)));
      await first.stop();
      await inboxes[1].until(({ assignment }) => assignment?.length === 4);
      await bench.log.append(topic, spread(20, 'alone'));
      await inboxes[1].untilRecords(30);
      expect(inboxes[0].records).toHaveLength(10);
      expect(inboxes[1].texts.filter((text) => text.startsWith('alone'))).toHaveLength(20);
      expect(new Set([...inboxes[0].texts, ...inboxes[1].texts]).size).toBe(40);
    });

    it('leave a member without partitions when there are more members than partitions', async () => {
      const topic = await bench.newTopic(1);
      const inboxes = [new EventLogInbox(), new EventLogInbox()] as const;
      const options = bench.options(topic, inboxes[0].handle);
      const members = [];
      const both = new EventLogInbox();
      for (const inbox of inboxes) {
        const onAssignment = (partitions: readonly number[]) => {
          inbox.onAssignment(partitions);
          both.onAssignment(partitions);
        };
        members.push(await bench.log.consume({ ...options, handle: inbox.handle, onAssignment }));
      }
      const sizes = () => inboxes.map(({ assignment }) => assignment?.length);
      await both.until(() => sizes().sort().join() === '0,1');
      const holder = inboxes[0].assignment?.length === 1 ? 0 : 1;
      await members[holder]!.stop();
      await inboxes[1 - holder]!.until(({ assignment }) => assignment?.length === 1);
    });

    it('lose nothing while members come and go', async () => {
      const topic = await bench.newTopic(4);
      const inbox = new EventLogInbox();
      const options = { ...bench.options(topic, inbox.handle), maxBatchRecords: 5 };
      await bench.log.consume(options);
      for (let round = 0; round < 3; round += 1) {
        const member = await bench.log.consume(options);
        await bench.log.append(topic, spread(40, `${round}-`));
        await member.stop();
      }
      await inbox.until(({ texts }) => new Set(texts).size === 120);
    });
  });
}
