import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serviceLevelsTopic } from '@forewarn/contracts';
import { type EventLog, ForewarnError, parseSelector, silentLogger } from '@forewarn/core';
import { createEmbeddedEventLog } from '@forewarn/event-log';
import type { Sla } from '@forewarn/slo';
import { EventLogInbox, FakeStore, recordingLogger } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createDefinitionPublisher, type DefinitionPublisher } from './definition-publisher.js';

const namespace = 'run';
const errors = { name: 'errors', description: '', definition: { expression: 'a / b' } };
const slaOf = (name: string, selector = 'up'): Sla => ({
  name,
  description: '',
  objectives: [
    {
      name: 'o',
      indicator: parseSelector(selector),
      bounds: { min: 1 },
      target: 0.99,
      window: { rollingMs: 60_000 },
    },
  ],
});

describe('the publisher of definitions', () => {
  let directory: string;
  let eventLog: EventLog;
  let store: FakeStore;
  let inbox: EventLogInbox;
  let publishers: DefinitionPublisher[];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'forewarn-definitions-'));
    eventLog = createEmbeddedEventLog({ file: join(directory, 'events.db') });
    store = new FakeStore();
    inbox = new EventLogInbox();
    publishers = [];
    await eventLog.ensureTopics([{ name: 'run.objectives', partitions: 1 }]);
    await eventLog.consume({ topic: 'run.objectives', group: 'test', handle: inbox.handle });
  });
  afterEach(async () => {
    await Promise.all(publishers.map((publisher) => publisher.end()));
    await eventLog.close();
    rmSync(directory, { recursive: true });
  });

  const publisherOn = (log: EventLog = eventLog, logger = silentLogger) => {
    const publisher = createDefinitionPublisher({ eventLog: log, namespace, store, logger });
    publishers.push(publisher);
    publisher.begin();
    return publisher;
  };

  /** What each record says: its key, and whether it takes that away. */
  const said = () =>
    inbox.records.map((record) =>
      record.value.length === 0
        ? `no ${record.key}`
        : serviceLevelsTopic.key(serviceLevelsTopic.decode(record)),
    );

  it('tells all that is defined at its begin, and then what changes', async () => {
    store.slas.set('shop', slaOf('shop'));
    store.indicators.set('errors', errors);
    const publisher = publisherOn();
    await inbox.untilRecords(2);
    expect(said()).toEqual(['sla shop', 'indicator errors']);
    store.slas.set('shop', slaOf('shop', 'other'));
    store.slas.set('bank', slaOf('bank'));
    store.indicators.delete('errors');
    publisher.changed();
    await inbox.untilRecords(5);
    expect(said().slice(2)).toEqual(['sla bank', 'sla shop', 'no indicator errors']);
  });

  it('tells nothing again that stands in the topic, whichever process told it', async () => {
    store.slas.set('shop', slaOf('shop', '{"http.server.requests","a.b"!~"x|y"}'));
    publisherOn();
    await inbox.untilRecords(1);
    store.indicators.set('errors', errors);
    publisherOn();
    await inbox.untilRecords(2);
    expect(said()).toEqual(['sla shop', 'indicator errors']);
  });

  it('tells what is planned as maintenance, once until it changes', async () => {
    const recurring = { cron: '0 2 * * SUN', durationMs: 7_200_000, timeZone: 'Europe/Berlin' };
    const once = { startMs: Date.UTC(2026, 0, 2), endMs: Date.UTC(2026, 0, 3) };
    store.slas.set('shop', { ...slaOf('shop'), maintenance: [recurring, once] });
    const publisher = publisherOn();
    await inbox.untilRecords(1);
    store.slas.set('bank', slaOf('bank'));
    publisher.changed();
    await inbox.untilRecords(2);
    store.slas.set('shop', slaOf('shop'));
    publisher.changed();
    await inbox.untilRecords(3);
    expect(said()).toEqual(['sla shop', 'sla bank', 'sla shop']);
    const told = inbox.records.map((record) => serviceLevelsTopic.decode(record));
    expect(told).toMatchObject([
      { maintenance: [recurring, once] },
      { maintenance: [] },
      { maintenance: [] },
    ]);
  });

  it('takes away what was deleted while nobody was there', async () => {
    const { encode } = serviceLevelsTopic;
    await eventLog.append('run.objectives', [
      encode({ kind: 'sla', name: 'old', selectors: [], maintenance: [] }),
    ]);
    publisherOn();
    await inbox.untilRecords(2);
    expect(said()).toEqual(['sla old', 'no sla old']);
  });

  it('does not let one that the log refuses keep the others back', async () => {
    for (const name of ['a', 'b', 'c']) store.slas.set(name, slaOf(name));
    const logger = recordingLogger();
    const picky: EventLog = {
      ensureTopics: (topics) => eventLog.ensureTopics(topics),
      consume: (options) => eventLog.consume(options),
      check: () => eventLog.check(),
      close: async () => {},
      append: (topic, records, options) =>
        records.some(({ key }) => key === 'sla b')
          ? Promise.reject(new ForewarnError('event-log-rejected', 'too large'))
          : eventLog.append(topic, records, options),
    };
    publisherOn(picky, logger);
    await inbox.untilRecords(2);
    expect(said()).toEqual(['sla a', 'sla c']);
    await expect.poll(() => logger.messages('warn')).toEqual(['a definition cannot be told to etl']);
  });

  it('tells later what it could not tell while the store was away', async () => {
    store.failure = new ForewarnError('store-unavailable', 'gone');
    const logger = recordingLogger();
    const publisher = publisherOn(eventLog, logger);
    await expect.poll(() => logger.messages('warn').join()).toContain('trying again');
    store.failure = undefined;
    store.slas.set('shop', slaOf('shop'));
    publisher.changed();
    await inbox.untilRecords(1);
    expect(said()).toEqual(['sla shop']);
  });
});
