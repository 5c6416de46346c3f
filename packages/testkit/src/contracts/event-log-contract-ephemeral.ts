import { describe, expect, it } from 'vitest';
import { type EventLogBench, textRecord } from './event-log-bench.js';
import { EventLogInbox } from './event-log-inbox.js';

/** Consumptions that show what happens from now on, and leave nothing behind. */
export function describeEphemeral(bench: EventLogBench): void {
  describe('an ephemeral consumption', () => {
    const consume = async (topic: string, inbox: EventLogInbox, group: string) =>
      bench.log.consume({
        topic,
        group,
        ephemeral: true,
        handle: inbox.handle,
        onAssignment: inbox.onAssignment,
      });

    /** Appends until the consumer, which finds the ends of its partitions out meanwhile, has heard of each. */
    const untilReading = async (topic: string, partitions: number, inbox: EventLogInbox) => {
      const heard = () => new Set(inbox.batches.map(({ partition }) => partition)).size;
      while (heard() < partitions) {
        const probes = Array.from({ length: partitions }, () => textRecord('probe'));
        await Promise.all([
          bench.log.append(topic, probes),
          new Promise((resolve) => setTimeout(resolve, 20)),
        ]);
      }
    };

    it('reads every partition from its end, although the group is new', async () => {
      const topic = await bench.newTopic(3);
      await bench.log.append(topic, [textRecord('old'), textRecord('old'), textRecord('old')]);
      const inbox = new EventLogInbox();
      await consume(topic, inbox, bench.options(topic, inbox.handle).group);
      await inbox.until(({ assignment }) => assignment?.length === 3);
      await untilReading(topic, 3, inbox);
      await bench.log.append(topic, [textRecord('new'), textRecord('new'), textRecord('new')]);
      await inbox.until(({ texts }) => texts.filter((text) => text === 'new').length === 3);
      expect(inbox.texts).not.toContain('old');
    });

    it('begins where it is told to, if it is told', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, [textRecord('0'), textRecord('1'), textRecord('2')]);
      const inbox = new EventLogInbox();
      const options = { ...bench.options(topic, inbox.handle), ephemeral: true };
      await bench.log.consume({ ...options, startOffset: async () => 1 });
      await inbox.untilRecords(2);
      expect(inbox.texts).toEqual(['1', '2']);
    });

    it('stores no offset: a group of its name begins at the earliest record afterwards', async () => {
      const topic = await bench.newTopic(1);
      await bench.log.append(topic, [textRecord('old')]);
      const inbox = new EventLogInbox();
      const { group } = bench.options(topic, inbox.handle);
      const ephemeral = await consume(topic, inbox, group);
      await untilReading(topic, 1, inbox);
      await ephemeral.stop();
      const later = new EventLogInbox();
      await bench.log.consume({ topic, group, handle: later.handle });
      await later.untilRecords(1);
      expect(later.texts[0]).toBe('old');
    });
  });
}
