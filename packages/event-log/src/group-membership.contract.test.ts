import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type EventLog, ForewarnError, type RecordBatch } from '@forewarn/core';
import { EventLogInbox, servers } from '@forewarn/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';

const addresses = servers();
const program = fileURLToPath(new URL('../test-programs/consume-kafka.mjs', import.meta.url));

describe.skipIf(addresses === null)('a member of a Kafka group', () => {
  const brokers = addresses?.kafkaBrokers ?? '';
  let log: EventLog | undefined;
  let victim: ChildProcess | undefined;
  const sessionTimeoutMs = 1_500;

  /** A log whose members are taken for dead soon, a topic with one partition, and a group. */
  const openBriefSessions = async () => {
    log = createKafkaEventLog({
      brokers: [brokers],
      clientId: 'forewarn-test',
      sessionTimeoutMs,
      heartbeatIntervalMs: 300,
      longestFetchWaitMs: 250,
      retry: { firstMs: 100, longestMs: 2_500 },
    });
    const topic = `topic-${randomUUID()}`;
    await log.ensureTopics([{ name: topic, partitions: 1 }]);
    await log.append(topic, [{ key: 'a', value: Buffer.from('first'), headers: {} }]);
    return { log, topic, group: `group-${randomUUID()}` };
  };

  afterEach(async () => {
    victim?.kill('SIGKILL');
    await log?.close();
  });

  it('that is killed hands its partitions over within half a minute, and no record is lost', async () => {
    const topic = `topic-${randomUUID()}`;
    const group = `group-${randomUUID()}`;
    log = createKafkaEventLog({ brokers: [brokers], clientId: 'forewarn-test' });
    await log.ensureTopics([{ name: topic, partitions: 4 }]);
    const inbox = new EventLogInbox();
    await log.consume({ topic, group, handle: inbox.handle, onAssignment: inbox.onAssignment });
    await inbox.until(({ assignment }) => assignment?.length === 4);

    victim = spawn(process.execPath, [program, brokers, topic, group], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = createInterface({ input: victim.stdout! });
    const hasShare = new Promise<void>((resolve) => {
      lines.on('line', (line) => JSON.parse(line).assigned?.length === 2 && resolve());
    });
    await Promise.all([hasShare, inbox.until(({ assignment }) => assignment?.length === 2)]);

    victim.kill('SIGKILL');
    await once(victim, 'exit');
    const killedMs = performance.now();
    const records = Array.from({ length: 40 }, (_, n) => ({
      key: null,
      value: Buffer.from(`${n}`),
      headers: {},
    }));
    await log.append(topic, records);
    await inbox.until(({ assignment }) => assignment?.length === 4);
    await inbox.until(({ texts }) => new Set(texts).size === 40);
    const takenMs = performance.now() - killedMs;
    expect(takenMs).toBeLessThan(30_000);
    process.stdout.write(`a killed member's partitions were taken over after ${Math.round(takenMs)} ms\n`);
  });

  it('whose handler fails for longer than the session backs off, and stays a member', async () => {
    const { log, topic, group } = await openBriefSessions();
    const inbox = new EventLogInbox();
    const assignments: (readonly number[])[] = [];
    const onAssignment = (numbers: readonly number[]) => assignments.push(numbers);
    const beganMs = performance.now();
    let failures = 0;
    const handle = async (batch: RecordBatch) => {
      if (performance.now() - beganMs > 3 * sessionTimeoutMs) return inbox.handle(batch);
      failures += 1;
      throw new ForewarnError('store-unavailable', 'the test says so');
    };
    await log.consume({ topic, group, onAssignment, handle });
    await inbox.untilRecords(1);
    expect(failures).toBeGreaterThan(2);
    expect(assignments).toEqual([[0]]);
  });

  it('whose batch takes longer than the session stays a member, and its offset is kept', async () => {
    const { log, topic, group } = await openBriefSessions();
    const inbox = new EventLogInbox();
    const assignments: (readonly number[])[] = [];
    const onAssignment = (numbers: readonly number[]) => assignments.push(numbers);
    const handle = async (batch: RecordBatch) => {
      if (inbox.records.length === 0)
        await new Promise((resolve) => setTimeout(resolve, 2 * sessionTimeoutMs));
      expect(batch.signal.aborted).toBe(false);
      await inbox.handle(batch);
    };
    const { ended } = await log.consume({ topic, group, onAssignment, handle });
    await Promise.race([inbox.untilRecords(1), ended]);
    await log.append(topic, [{ key: 'a', value: Buffer.from('second'), headers: {} }]);
    await Promise.race([inbox.until(({ texts }) => texts.includes('second')), ended]);
    expect(inbox.texts).toEqual(['first', 'second']);
    expect(assignments).toEqual([[0]]);
  });

  it('is told to give up its batch when another joins, and what it finishes then does not come again', async () => {
    const { log, topic, group } = await openBriefSessions();
    const inbox = new EventLogInbox();
    const handle = async (batch: RecordBatch) => {
      await inbox.handle(batch);
      if (batch.records[0]?.offset === 0 && !batch.signal.aborted) await once(batch.signal, 'abort');
    };
    const options = { topic, group, handle };
    await log.consume(options);
    await inbox.untilRecords(1);
    const joiner = new EventLogInbox();
    await log.consume({ ...options, onAssignment: joiner.onAssignment });
    await joiner.until(({ assignment }) => assignment !== undefined);
    await log.append(topic, [{ key: 'a', value: Buffer.from('second'), headers: {} }]);
    await inbox.until(({ texts }) => texts.includes('second'));
    expect(inbox.texts).toEqual(['first', 'second']);
  });
});
