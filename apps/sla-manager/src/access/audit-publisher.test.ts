import type { AuditEntry } from '@forewarn/access';
import { changeAuditedTopic } from '@forewarn/contracts';
import { type EventLog, ForewarnError, type NewRecord } from '@forewarn/core';
import { AppendOnlyEventLog, FakeAccessStore, recordingLogger } from '@forewarn/testkit';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createAuditPublisher } from './audit-publisher.js';

const entryOf = (number: number): AuditEntry => ({
  id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
  atMs: 1_000 + number,
  author: { name: 'al', role: 'editor', address: '::1' },
  action: 'delete',
  kind: 'sla',
  name: `sla-${number}`,
  before: { name: `sla-${number}` },
  after: undefined,
});

/** A publisher of a store and a log; it has begun. */
function bench(
  entries: number,
  failure: (records: readonly NewRecord[]) => Error | undefined = () => undefined,
) {
  const store = new FakeAccessStore();
  store.audit = Array.from({ length: entries }, (_, at) => entryOf(entries - at));
  const told: AuditEntry[] = [];
  const state = { nowMs: 2_000, appends: 0 };
  const eventLog: EventLog = Object.assign(new AppendOnlyEventLog(), {
    ensureTopics: async () => {},
    append: async (topic: string, records: readonly NewRecord[]) => {
      expect(topic).toBe('mine.audit');
      state.appends += 1;
      const error = failure(records);
      if (error) throw error;
      told.push(...records.map(changeAuditedTopic.decode));
    },
  });
  const logger = recordingLogger();
  const publisher = createAuditPublisher({
    ...{ eventLog, store, logger, namespace: 'mine', retentionMs: 1_000, clock: () => state.nowMs },
  });
  publisher.begin();
  onTestFinished(() => publisher.end());
  return { store, told, state, publisher, logger };
}

describe('the publisher of the audit', () => {
  it('publishes what was changed in its order, once', async () => {
    const { store, told, publisher } = bench(250);
    await vi.waitFor(() => expect(store.published.size).toBe(250));
    expect(told.map(({ name }) => name)).toEqual(Array.from({ length: 250 }, (_, at) => `sla-${at + 1}`));
    store.audit.unshift(entryOf(251));
    publisher.changed();
    await vi.waitFor(() => expect(store.published.size).toBe(251));
    expect(told).toHaveLength(251);
  });

  it('marks nothing as published while the log is away', async () => {
    let isAway = true;
    const gone = new ForewarnError('event-log-unavailable', 'no broker');
    const { store, told, publisher, logger } = bench(3, () => (isAway ? gone : undefined));
    await vi.waitFor(() => expect(logger.messages('warn')).toHaveLength(1));
    expect(store.published.size).toBe(0);
    isAway = false;
    publisher.changed();
    await vi.waitFor(() => expect(told).toHaveLength(3));
  });

  it('passes over a change that the log refuses for good, and names it', async () => {
    const refusal = new ForewarnError('event-log-rejected', 'too large');
    const { store, told, logger } = bench(3, (records) =>
      records.some(({ key }) => key === 'sla/sla-2') ? refusal : undefined,
    );
    await vi.waitFor(() => expect(store.published.size).toBe(3));
    expect(told.map(({ name }) => name)).toEqual(['sla-1', 'sla-3']);
    expect(logger.lines.find(({ level }) => level === 'warn')?.fields).toMatchObject({
      entry: entryOf(2).id,
    });
  });

  it('deletes what is older than the retention', async () => {
    const { store } = bench(3);
    await vi.waitFor(() => expect(store.published.size).toBe(3));
    const later = createAuditPublisher({
      ...{ eventLog: undefined, store, namespace: 'mine', retentionMs: 1_000, clock: () => 2_002 },
      logger: recordingLogger(),
    });
    later.begin();
    onTestFinished(() => later.end());
    await vi.waitFor(() => expect(store.audit.map(({ atMs }) => atMs)).toEqual([1_003, 1_002]));
  });
});
