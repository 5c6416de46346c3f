import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventLog, OffsetBounds } from '@forewarn/core';
import { EventLogInbox } from '@forewarn/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbeddedEventLog } from './index.js';

const hourMs = 3_600_000;

describe('the retention of the embedded event log', () => {
  let directory: string;
  let log: EventLog;
  let nowMs = Date.UTC(2026, 0, 1);

  const open = (longestLogBytes?: number) =>
    createEmbeddedEventLog({
      file: join(directory, 'events.db'),
      clock: () => nowMs,
      retentionMs: 2 * hourMs,
      ...(longestLogBytes === undefined ? {} : { longestLogBytes }),
    });

  const append = (topic: string, text: string, bytes = text.length) =>
    log.append(topic, [{ key: 'key', value: Buffer.from(text.padEnd(bytes)), headers: {} }]);

  /** What a new consumer finds: the bounds of partition 0, and the texts from there to the end. */
  const look = async (topic: string, group = 'looker') => {
    const inbox = new EventLogInbox();
    let found: (bounds: OffsetBounds) => void = () => {};
    const asked = new Promise<OffsetBounds>((resolve) => {
      found = resolve;
    });
    const startOffset = async (_: number, bounds: OffsetBounds) => {
      found(bounds);
      return bounds.earliest;
    };
    const consumption = await log.consume({ topic, group, handle: inbox.handle, startOffset });
    const bounds = await asked;
    await inbox.untilRecords(bounds.end - bounds.earliest);
    await consumption.stop();
    return { bounds, texts: inbox.texts.map((text) => text.trim()) };
  };

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'forewarn-event-log-'));
    log = open();
    await log.ensureTopics([
      { name: 'default', partitions: 1 },
      { name: 'long', partitions: 1, retentionMs: 24 * hourMs },
    ]);
  });

  afterEach(async () => {
    await log.close();
    await rm(directory, { recursive: true });
  });

  it('deletes records that are older than the default, or than their topic says', async () => {
    for (const topic of ['default', 'long']) await append(topic, 'old');
    nowMs += 3 * hourMs;
    for (const topic of ['default', 'long']) await append(topic, 'new');
    await append('default', 'newest');
    expect(await look('default')).toEqual({ bounds: { earliest: 1, end: 3 }, texts: ['new', 'newest'] });
    expect(await look('long')).toEqual({ bounds: { earliest: 0, end: 2 }, texts: ['old', 'new'] });
  });

  it('deletes the oldest records of all topics when they are too many bytes', async () => {
    // Five of the eight records, each 2,000 bytes and a key of three.
    const limit = 5 * 2_003;
    await log.close();
    log = open(limit);
    for (let n = 0; n < 4; n += 1) {
      nowMs += 1_000;
      await append('long', `long${n}`, 2_000);
      nowMs += 1_000;
      await append('default', `default${n}`, 2_000);
    }
    await log.check();
    await log.close();
    log = open(limit);
    expect(await look('long')).toEqual({ bounds: { earliest: 2, end: 4 }, texts: ['long2', 'long3'] });
    expect((await look('default')).texts).toEqual(['default1', 'default2', 'default3']);
  });

  it('lets a group whose offset was deleted go on at the earliest record', async () => {
    const inbox = new EventLogInbox();
    const options = { topic: 'default', group: 'late', handle: inbox.handle };
    await append('default', 'read');
    const first = await log.consume(options);
    await inbox.untilRecords(1);
    await first.stop();
    await append('default', 'missed');
    nowMs += 3 * hourMs;
    await append('default', 'kept');
    await log.close();
    log = open();
    await log.consume(options);
    await inbox.untilRecords(2);
    expect(inbox.texts).toEqual(['read', 'kept']);
  });

  it('keeps the offsets growing when every record is gone', async () => {
    await append('default', 'one');
    await append('default', 'two');
    nowMs += 3 * hourMs;
    await append('long', 'elsewhere');
    await log.close();
    log = open();
    await append('default', 'three');
    expect((await look('default')).bounds).toEqual({ earliest: 2, end: 3 });
  });
});
