import { type Consumption, type DatabaseCheckOptions, type EventLog, ForewarnError } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import type { Store } from '@forewarn/store';
import { Registry } from '@forewarn/telemetry';
import { EventLogInbox, recordingLogger } from '@forewarn/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { storedAnalyses } from './analyses/stored-analyses.js';
import { createStorage } from './create-storage.js';
import { endMs, eventOf, storageFiles, storedDevices, undecodable } from './storage.fixture.js';

const files = storageFiles();
const { signal } = new AbortController();
const topic = 'results';

const running: { stop(): Promise<void> }[] = [];
const logs: EventLog[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.stop()));
  await Promise.all(logs.splice(0).map((log) => log.close()));
});

let logCount = 0;

function openLog(): EventLog {
  logCount += 1;
  const file = files.path(`log-${logCount}.db`);
  const log = createEmbeddedEventLog({ file, retry: { firstMs: 1, longestMs: 5 }, clock: () => endMs });
  logs.push(log);
  return log;
}

function newService(eventLog: EventLog, store: Store, options: { readonly clock?: () => number } = {}) {
  const logger = recordingLogger();
  const { services } = createStorage({
    eventLog,
    topics: [storedAnalyses({ topic, store, retentionMs: 7 * 86_400_000 })],
    registry: new Registry(),
    topicPartitions: 2,
    clock: () => endMs,
    logger,
    ...options,
  });
  const service = services[0]!;
  running.push(service);
  return { service, logger };
}

async function consume(log: EventLog, name: string): Promise<EventLogInbox> {
  const inbox = new EventLogInbox();
  const consumption: Consumption = await log.consume({ topic: name, group: 'test', handle: inbox.handle });
  running.push(consumption);
  return inbox;
}

/** Looks again each turn of the event loop: a store does not tell when it was written. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

describe('the storage service', () => {
  it('stores what is in the log and what comes later, and puts the rest aside', async () => {
    const log = openLog();
    const store = await files.openStore();
    await log.ensureTopics([{ name: topic, partitions: 2 }]);
    await log.append(topic, [eventOf('a'), undecodable('k')]);
    const { service } = newService(log, store);
    await service.start(signal);
    const letters = await consume(log, 'results.dead-letter');
    await letters.untilRecords(1);
    await log.append(topic, [eventOf('b')]);
    await until(async () => (await storedDevices(store)).length === 2);
    expect(await storedDevices(store)).toEqual(['a', 'b']);
    expect(letters.records[0]?.headers).toMatchObject({ 'dead-letter-code': 'undecodable-event' });
  });

  it('goes on where the store says when it starts again, without the group’s offsets', async () => {
    const store = await files.openStore();
    const first = openLog();
    const { service } = newService(first, store);
    await service.start(signal);
    await first.append(topic, [eventOf('a')]);
    await until(async () => (await storedDevices(store)).length === 1);
    await service.stop();
    await first.append(topic, [eventOf('b')]);
    const again = newService(first, store);
    await again.service.start(signal);
    await until(async () => (await storedDevices(store)).length === 2);
    expect(again.logger.messages('error')).toEqual([]);
  });

  it('reads a topic that was made anew from its start', async () => {
    const store = await files.openStore();
    await store.resetOffset({ group: 'forewarn.storage', topic, partition: 0 }, 1_000);
    await store.resetOffset({ group: 'forewarn.storage', topic, partition: 1 }, 1_000);
    const log = openLog();
    const { service, logger } = newService(log, store);
    await service.start(signal);
    await log.append(topic, [eventOf('a')]);
    await until(async () => (await storedDevices(store)).length === 1);
    expect(logger.messages('warn').filter((message) => message.includes('made anew'))).toHaveLength(2);
  });

  it('deletes history that is older than the retention', async () => {
    const log = openLog();
    const store = await files.openStore();
    const old = endMs - 8 * 86_400_000;
    const earlier = newService(log, store, { clock: () => old });
    await earlier.service.start(signal);
    await log.append(topic, [eventOf('a', old), eventOf('a')]);
    const ends = async () => {
      const history = await store.listForecasts({ startMs: 0, endMs }, { limit: 10 });
      return history.items.map(({ window }) => window.endMs);
    };
    await until(async () => (await ends()).length === 2);
    await earlier.service.stop();
    await newService(log, store).service.start(signal);
    await until(async () => (await ends()).length === 1);
    expect(await ends()).toEqual([endMs]);
  });

  it('waits for a store that is unavailable when it starts', async () => {
    const store = await files.openStore();
    let attempts = 0;
    const slow: Store = Object.assign(Object.create(store), {
      migrate: async () => {
        attempts += 1;
        if (attempts === 1) throw new ForewarnError('store-unavailable', 'connection refused');
      },
    });
    const { service, logger } = newService(openLog(), slow);
    await service.start(signal);
    expect(attempts).toBe(2);
    expect(logger.messages('warn')).toEqual(['waiting for the store']);
  });

  it('is ready while it takes part', async () => {
    const { service } = newService(openLog(), await files.openStore());
    await expect(service.check(signal)).rejects.toThrow('takes no part in the work');
    await service.start(signal);
    await service.check(signal);
    await service.stop();
    await expect(service.check(signal)).rejects.toThrow('takes no part in the work');
  });

  it('is not ready while the store takes no writes', async () => {
    const store: Store = Object.assign(Object.create(await files.openStore()), {
      check: async (options?: DatabaseCheckOptions) => {
        if (options?.forWriting) throw new ForewarnError('store-unavailable', 'read-only');
      },
    });
    const { service } = newService(openLog(), store);
    await service.start(signal);
    await expect(service.check(signal)).rejects.toThrow('read-only');
    await service.stop();
  });

  it('fails when the store no longer lets it in', async () => {
    const log = openLog();
    const store = await files.openStore();
    const denied = new ForewarnError('store-access-denied', 'wrong password');
    const closed: Store = Object.assign(Object.create(store), { writeBatch: () => Promise.reject(denied) });
    const { service } = newService(log, closed);
    await service.start(signal);
    await log.append(topic, [eventOf('a')]);
    await expect(service.failure).rejects.toBe(denied);
  });

  it('may be stopped without having been started', async () => {
    await newService(openLog(), await files.openStore()).service.stop();
  });
});
