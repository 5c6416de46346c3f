import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { composeFigures } from '../support/compose-figures.js';
import { quickRounds, roundStoredAfter, storedAndReplayed } from '../support/compose-results.js';
import { type ComposeStack, composeStack, isHealthy } from '../support/compose-stack.js';
import { eventually } from '../support/eventually.js';
import { catalogue, stackServices } from '../support/service-catalogue.js';

describe('docker compose up with docker-compose.scaled.yml', () => {
  let stack: ComposeStack;

  beforeAll(async () => {
    stack = await composeStack({ overlay: 'scaled', settings: quickRounds });
    await stack.up();
  });

  afterAll(async () => {
    await stack?.down();
  });

  it('ends with as many healthy processes of each service as the catalogue says, and three brokers', async () => {
    const containers = await stack.containers();
    expect(containers.filter((container) => !isHealthy(container))).toEqual([]);
    const counts: Record<string, number> = {};
    for (const { Service } of containers) counts[Service] = (counts[Service] ?? 0) + 1;
    const brokers = ['kafka', 'kafka-2', 'kafka-3'];
    const servers = ['alertmanager', ...brokers, 'mysql', 'node-exporter', 'prometheus', 'secrets'];
    expect(counts).toEqual({
      ...Object.fromEntries(servers.map((name) => [name, 1])),
      ...Object.fromEntries(stackServices.map((name) => [name, catalogue[name].compose.scaledReplicas])),
    });
    expect(counts).toMatchObject({ etl: 3, storage: 3 });
  });

  const describeTopics = (...flags: string[]) => {
    const tool = ['/opt/kafka/bin/kafka-topics.sh', '--bootstrap-server', 'kafka:9092', '--describe'];
    return stack.compose(['exec', '-T', 'kafka', ...tool, ...flags]);
  };

  it('keeps each topic of the pipeline on all three brokers', async () => {
    const text = await describeTopics();
    const topics = Array.from(
      text.matchAll(/^Topic: (\S+)\t.*ReplicationFactor: (\d+)/gm),
      ([, name, factor]) => `${name} ${factor}`,
    );
    expect(topics).toEqual(expect.arrayContaining(['prometheusdata 3', 'forewarn.analysis-requests 3']));
    expect(topics.filter((topic) => !topic.endsWith(' 3'))).toEqual([]);
  });

  it('analyses and stores, in less than three gigabytes', async () => {
    await roundStoredAfter(stack, 0);
    expect((await composeFigures(stack)).totalMemory).toBeLessThan(3_000);
  });

  // The first of which clients ask, and another.
  it.each(['kafka', 'kafka-3'])('goes on while %s, one of the brokers, is unavailable', async (broker) => {
    await stack.compose(['stop', '--timeout', '0', broker]);
    const stoppedMs = Date.now();
    await roundStoredAfter(stack, stoppedMs);
    const seconds = ((Date.now() - stoppedMs) / 1_000).toFixed(0);
    process.stdout.write(`without ${broker} the next whole round is stored after ${seconds} s\n`);
    await stack.compose(['start', broker]);
    await stack.healthy();
    // A broker that listens again has yet to catch up; until then no second one may go.
    await eventually('every replica has caught up', async () =>
      (await describeTopics('--under-replicated-partitions')).trim() === '' ? true : undefined,
    );
  });

  it('goes on when two of three etl and of three storage are killed', async () => {
    await Promise.all([stack.crash('etl', 1), stack.crash('etl', 2), stack.crash('storage', 1)]);
    const killedMs = await stack.crash('storage', 2);
    await roundStoredAfter(stack, killedMs);
    await stack.healthy();
  });

  it('has stored every event once: a replay of the topic gives the same tables, row for row', async () => {
    const { stored, replayed } = await storedAndReplayed(stack);
    expect(stored.execution_time!.length).toBeGreaterThan(20);
    expect(replayed).toEqual(stored);
  });
});
