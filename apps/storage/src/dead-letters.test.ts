import { EventError } from '@forewarn/contracts';
import { ForewarnError } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import { AppendOnlyEventLog, recordBatch, recordingLogger } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { DeadLetters, deadLetterTopicOf } from './dead-letters.js';
import { decodeBatch } from './decode-batch.js';
import { createStorageMetrics } from './storage-metrics.js';
import { TopicMetrics } from './topic-metrics.js';

const topic = 'results';
const text = (value: string) => new TextEncoder().encode(value);
const error = new EventError('undecodable-event', 'the event cannot be decoded: bytes');

function bench() {
  const eventLog = new AppendOnlyEventLog();
  const registry = new Registry();
  const logger = recordingLogger();
  const deadLetters = new DeadLetters({
    eventLog,
    metrics: new TopicMetrics(createStorageMetrics(registry)),
    logger,
  });
  const batch = recordBatch(
    ['a', 'b'].map((key) => ({ key, value: text(`value of ${key}`), headers: { trace: key } })),
    { topic, partition: 3, firstOffset: 40 },
  );
  const letters = batch.records.map((record) => ({ record, error }));
  return {
    eventLog,
    registry,
    logger,
    deadLetters,
    batch,
    letters,
    appended: () => eventLog.records('results.dead-letter'),
  };
}

describe('DeadLetters', () => {
  it('appends the bytes of records that cannot be read, and says which are lost', async () => {
    const { deadLetters, batch, appended, logger, registry } = bench();
    const unreadable = { firstOffset: 36, reason: 'incorrect header check' };
    const record = { ...batch.records[0]!, key: null, headers: {}, unreadable };
    const { letters } = decodeBatch({ ...batch, records: [record] }, { decode: () => 'never asked' });
    await deadLetters.append(batch, letters);
    expect(appended()).toEqual([
      {
        key: null,
        value: text('value of a'),
        headers: {
          'dead-letter-code': 'unreadable-records',
          'dead-letter-reason': 'the records from offset 36 to 40 cannot be read: incorrect header check',
          'origin-topic': topic,
          'origin-partition': '3',
          'origin-first-offset': '36',
          'origin-offset': '40',
          'origin-timestamp': '1970-01-01T00:00:00.000Z',
        },
      },
    ]);
    expect(logger.lines).toMatchObject([{ fields: { topic, partition: 3, firstOffset: 36, offset: 40 } }]);
    expect(await registry.metrics()).toContain('{outcome="dead-letter"} 5');
  });

  it('appends a record as it was, with the reason and its origin in headers', async () => {
    const { deadLetters, batch, letters, appended } = bench();
    await deadLetters.append(batch, letters.slice(0, 1));
    expect(deadLetterTopicOf({ name: () => topic }).name('run')).toBe('results.dead-letter');
    expect(appended()).toEqual([
      {
        key: 'a',
        value: text('value of a'),
        headers: {
          trace: 'a',
          'dead-letter-code': 'undecodable-event',
          'dead-letter-reason': 'the event cannot be decoded: bytes',
          'origin-topic': topic,
          'origin-partition': '3',
          'origin-offset': '40',
          'origin-timestamp': '1970-01-01T00:00:00.000Z',
        },
      },
    ]);
  });

  it('logs and counts each record once', async () => {
    const { deadLetters, batch, letters, logger, registry } = bench();
    await deadLetters.append(batch, letters);
    await deadLetters.append(batch, letters);
    expect(logger.lines.map(({ fields }) => fields)).toEqual([
      { topic, partition: 3, offset: 40, key: 'a', error },
      { topic, partition: 3, offset: 41, key: 'b', error },
    ]);
    expect(await registry.getSingleMetricAsString('forewarn_storage_analyses_total')).toContain(
      '{outcome="dead-letter"} 2',
    );
  });

  it('repeats none when the batch comes again, until it is settled', async () => {
    const { deadLetters, batch, letters, appended } = bench();
    await deadLetters.append(batch, letters.slice(0, 1));
    await deadLetters.append(batch, letters);
    expect(appended().map(({ key }) => key)).toEqual(['a', 'b']);
    deadLetters.settle(3);
    await deadLetters.append(batch, letters.slice(0, 1));
    expect(appended().map(({ key }) => key)).toEqual(['a', 'b', 'a']);
  });

  it('forgets the partitions that others have now', async () => {
    const { deadLetters, batch, letters, appended } = bench();
    await deadLetters.append(batch, letters);
    deadLetters.keepOnly([2, 3]);
    await deadLetters.append(batch, letters);
    expect(appended()).toHaveLength(2);
    deadLetters.keepOnly([2]);
    await deadLetters.append(batch, letters);
    expect(appended()).toHaveLength(4);
  });

  it('appends again only what was not appended when the log was unavailable', async () => {
    const { deadLetters, batch, letters, appended, eventLog, logger } = bench();
    await deadLetters.append(batch, letters.slice(0, 1));
    eventLog.failure = new ForewarnError('event-log-unavailable', 'unavailable');
    await expect(deadLetters.append(batch, letters)).rejects.toBe(eventLog.failure);
    expect(logger.lines).toHaveLength(1);
    eventLog.failure = undefined;
    await deadLetters.append(batch, letters);
    expect(appended().map(({ key }) => key)).toEqual(['a', 'b']);
  });

  it('appends a record that is too large for the log without its value', async () => {
    const { deadLetters, batch, letters, appended, eventLog } = bench();
    eventLog.largestValueBytes = 5;
    await deadLetters.append(batch, letters.slice(0, 1));
    expect(appended()[0]).toMatchObject({
      value: new Uint8Array(0),
      headers: { 'dead-letter-value-bytes': '10', 'origin-offset': '40' },
    });
  });

  it('appends no more than the origin of a record whose headers alone are too large for the log', async () => {
    const { deadLetters, batch, letters, appended, eventLog } = bench();
    eventLog.largestHeaderBytes = 400;
    const record = { ...letters[0]!.record, headers: { trace: 'x'.repeat(401) } };
    await deadLetters.append(batch, [{ record, error }]);
    expect(appended()).toMatchObject([{ key: null, headers: { 'origin-offset': '40' } }]);
    expect(Object.keys(appended()[0]!.headers)).not.toContain('trace');
  });

  it.each([
    [-1, '1969-12-31T23:59:59.999Z'],
    [2 ** 63, '9223372036854776000 ms'],
    [-(2 ** 63), '-9223372036854776000 ms'],
  ])('appends a record of the time %d, which no calendar need have', async (timestampMs, written) => {
    const { deadLetters, batch, letters, appended } = bench();
    await deadLetters.append(batch, [{ record: { ...letters[0]!.record, timestampMs }, error }]);
    expect(appended()[0]?.headers['origin-timestamp']).toBe(written);
  });

  it('shows the beginning of a long key in the log', async () => {
    const { deadLetters, batch, letters, logger } = bench();
    const record = { ...letters[0]!.record, key: 'k'.repeat(1e6) };
    await deadLetters.append(batch, [{ record, error }]);
    expect(logger.lines[0]?.fields.key).toBe('k'.repeat(200));
  });

  it('shortens a reason that is long', async () => {
    const { deadLetters, batch, letters, appended } = bench();
    const long = new EventError('invalid-event', 'x'.repeat(1e5));
    await deadLetters.append(batch, [{ record: letters[0]!.record, error: long }]);
    expect(appended()[0]?.headers['dead-letter-reason']).toBe('x'.repeat(2_000));
  });
});
