import { type EventLog, ForewarnError, type NewRecord } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import type { Store } from '@forewarn/store';
import { Registry } from '@forewarn/telemetry';
import { recordingLogger } from '@forewarn/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { storedAnalyses } from './analyses/stored-analyses.js';
import { createStorage } from './create-storage.js';
import { type Maintenance, maintenanceTopic } from './maintenance-topic.fixture.js';
import { MemoryTopicStore } from './memory-topic-store.fixture.js';
import { endMs, eventOf, storageFiles, storedDevices, undecodable } from './storage.fixture.js';
import { storedTopic } from './stored-topic.js';

const files = storageFiles();
const { signal } = new AbortController();
const hourMs = 3_600_000;
const maintenance = 'run.maintenance';
const deadLetters = 'run.maintenance.dead-letter';

const running: { stop(): Promise<void> }[] = [];
const logs: EventLog[] = [];
let logCount = 0;

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
  await Promise.all(logs.splice(0).map((log) => log.close()));
});

function openLog(): EventLog {
  logCount += 1;
  const file = files.path(`several-${logCount}.db`);
  const log = createEmbeddedEventLog({ file, retry: { firstMs: 1, longestMs: 5 }, clock: () => endMs });
  logs.push(log);
  return log;
}

const workOn = (key: string, timeMs = endMs, note = 'disk changed'): Maintenance => ({ key, timeMs, note });
const recordOf = (value: Maintenance): NewRecord => maintenanceTopic.encode(value);
const noRecord = (): NewRecord => ({ key: 'x', value: new TextEncoder().encode('no JSON'), headers: {} });

async function bench(eventLog: EventLog = openLog()) {
  return { eventLog, analyses: await files.openStore(), works: new MemoryTopicStore<Maintenance>() };
}

interface Bench {
  readonly eventLog: EventLog;
  readonly analyses: Store;
  readonly works: MemoryTopicStore<Maintenance>;
}

/** A storage of analyses and of the made-up topic, which is started. */
async function start({ eventLog, analyses, works }: Bench, retentionMs?: number) {
  const registry = new Registry();
  const logger = recordingLogger();
  const { services } = createStorage({
    eventLog,
    topics: [
      storedAnalyses({ topic: 'results', store: analyses, retentionMs: 24 * hourMs }),
      storedTopic({
        contract: maintenanceTopic,
        store: works,
        ...(retentionMs !== undefined && { retentionMs }),
      }),
    ],
    namespace: 'run',
    topicPartitions: 1,
    registry,
    clock: () => endMs,
    logger,
  });
  const service = services[0]!;
  running.push(service);
  await service.start(signal);
  return { service, registry, logger };
}

/** Looks again each turn of the event loop: a store does not tell when it was written. */
async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

const untilDevices = (store: Store, count: number) =>
  until(async () => (await storedDevices(store)).length === count);

describe('storage of several topics', () => {
  it('writes each value once though a process died between the write and the offset of its group', async () => {
    const place = await bench();
    const first = await start(place);
    // Of a kind that ends the service at once.
    const death = new ForewarnError('store-access-denied', 'the process died');
    place.works.lostAnswer = death;
    await place.eventLog.append('results', [eventOf('a')]);
    await place.eventLog.append(maintenance, [recordOf(workOn('one')), recordOf(workOn('two'))]);
    await expect(first.service.failure).rejects.toBe(death);
    await untilDevices(place.analyses, 1);
    await first.service.stop();

    await place.eventLog.append(maintenance, [recordOf(workOn('three'))]);
    await place.eventLog.append('results', [eventOf('b')]);
    const second = await start(place);
    await until(() => place.works.rows.has('three'));
    await untilDevices(place.analyses, 2);
    expect(place.works.writes).toEqual(['one', 'two', 'three']);
    expect(second.logger.messages('error')).toEqual([]);
  });

  it('writes each value once though the answer of the store was lost and the batch came again', async () => {
    const place = await bench();
    const { registry } = await start(place);
    place.works.lostAnswer = new ForewarnError('store-unavailable', 'connection reset');
    await place.eventLog.append(maintenance, [recordOf(workOn('one'))]);
    await until(async () =>
      (await registry.metrics()).includes(`{topic="${maintenance}",outcome="skipped"} 1`),
    );
    expect(place.works.writes).toEqual(['one']);
  });

  it('goes on with a topic while the dead letters of the other cannot be appended', async () => {
    const log = openLog();
    const append = log.append.bind(log);
    const full = new ForewarnError('event-log-unavailable', 'no room for dead letters');
    const tried = vi.fn();
    let hasRoom = false;
    vi.spyOn(log, 'append').mockImplementation(async (topic, ...rest) => {
      if (topic === deadLetters) tried();
      if (topic === deadLetters && !hasRoom) throw full;
      await append(topic, ...rest);
    });
    const place = await bench(log);
    await start(place);
    await log.append(maintenance, [noRecord(), recordOf(workOn('one'))]);
    await until(() => tried.mock.calls.length > 1);
    await log.append('results', [eventOf('a'), undecodable('k'), eventOf('b')]);
    await untilDevices(place.analyses, 2);
    expect(place.works.writes).toEqual([]);
    hasRoom = true;
    await until(() => place.works.rows.has('one'));
  });

  it('puts aside a value that contradicts what is stored, and counts one that says the same as done', async () => {
    const place = await bench();
    const { logger } = await start(place);
    const records = [workOn('one'), workOn('one'), workOn('one', endMs, 'fan changed'), workOn('two')];
    await place.eventLog.append(maintenance, records.map(recordOf));
    await until(() => place.works.rows.has('two'));
    expect(place.works.rows.get('one')).toEqual(workOn('one'));
    const told = logger.lines.filter(({ level }) => level === 'error');
    expect(told.map(({ fields }) => [fields.offset, fields.error])).toEqual([
      [2, expect.objectContaining({ kind: 'conflict' })],
    ]);
  });

  it('deletes of each topic what is older than its own retention', async () => {
    const place = await bench();
    for (const key of ['old', 'new'])
      place.works.rows.set(key, workOn(key, key === 'old' ? endMs - 2 * hourMs : endMs));
    const pruneAnalyses = vi.spyOn(place.analyses, 'prune');
    const { registry } = await start(place, hourMs);
    await until(async () =>
      (await registry.metrics()).includes(`pruned_rows_total{topic="${maintenance}"} 1`),
    );
    expect([...place.works.rows.keys()]).toEqual(['new']);
    expect(pruneAnalyses.mock.calls.map(([beforeMs]) => beforeMs)).toEqual([endMs - 24 * hourMs]);
  });

  it('keeps the history of a topic without a retention', async () => {
    const place = await bench();
    const { logger } = await start(place);
    expect(place.works.prunedBeforeMs).toEqual([]);
    const takesPart = logger.lines.filter(({ message }) => message === 'storage takes part');
    expect(takesPart.map(({ fields }) => fields)).toEqual([
      expect.objectContaining({ topic: 'results', retention: '1d' }),
      expect.objectContaining({ topic: maintenance, retention: 'for ever' }),
    ]);
  });

  it('reads each topic in a consumer group of its own', async () => {
    const place = await bench();
    const consume = vi.spyOn(place.eventLog, 'consume');
    await start(place);
    expect(consume.mock.calls.map(([{ topic, group }]) => [topic, group])).toEqual([
      ['results', 'run.storage'],
      [maintenance, 'run.storage.maintenance'],
    ]);
  });
});
