import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { EventLog } from '@forewarn/core';
import { EventLogInbox, servers } from '@forewarn/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { createKafkaEventLog } from './index.js';

const addresses = servers();
const program = fileURLToPath(new URL('../test-programs/consume-kafka.mjs', import.meta.url));

describe.skipIf(addresses === null)('a member of a Kafka group that is killed', () => {
  const brokers = addresses?.kafkaBrokers ?? '';
  let log: EventLog | undefined;
  let victim: ChildProcess | undefined;

  afterEach(async () => {
    victim?.kill('SIGKILL');
    await log?.close();
  });

  it('hands its partitions over within half a minute, and no record is lost', async () => {
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
});
