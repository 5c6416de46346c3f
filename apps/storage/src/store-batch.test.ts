import { seriesAnalyzedTopic } from '@forewarn/contracts';
import { type EncodedEvent, ForewarnError, type NewRecord, type RecordBatch } from '@forewarn/core';
import { Registry } from '@forewarn/telemetry';
import {
  AppendOnlyEventLog,
  type BatchFields,
  recordBatch,
  recordingLogger,
  UnreliableStore,
} from '@forewarn/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeadLetters } from './dead-letters.js';
import {
  analysisOf,
  endMs,
  eventOf,
  invalid,
  storageFiles,
  storedDevices,
  undecodable,
} from './storage.fixture.js';
import { createStorageMetrics } from './storage-metrics.js';
import { storeBatch } from './store-batch.js';
import { TopicMetrics } from './topic-metrics.js';

const files = storageFiles();
const group = 'forewarn.storage';
const unavailable = new ForewarnError('store-unavailable', 'the database is unavailable');

/** @param onDecode  sees each record before it is decoded */
async function bench(onDecode: (record: EncodedEvent) => void = () => {}) {
  const sqlite = await files.openStore();
  const store = new UnreliableStore(sqlite);
  const eventLog = new AppendOnlyEventLog();
  const registry = new Registry();
  const metrics = new TopicMetrics(createStorageMetrics(registry));
  const deadLetters = new DeadLetters({ eventLog, metrics, logger: recordingLogger() });
  const contract = seriesAnalyzedTopic({ name: 'results' });
  const decode = (record: EncodedEvent) => {
    onDecode(record);
    return contract.decode(record);
  };
  const samples = async (name: string) => (await registry.getSingleMetric(name)!.get()).values;
  return {
    store,
    eventLog,
    handle: (batch: RecordBatch) =>
      storeBatch(batch, {
        contract: { decode },
        store,
        deadLetters,
        group,
        metrics,
        windowEndMs: ({ window }) => window.endMs,
      }),
    devices: () => storedDevices(sqlite),
    forecasts: async () => (await sqlite.listForecasts({}, { limit: 10 })).items,
    nextOffset: () => sqlite.nextOffset({ group, topic: 'results', partition: 0 }),
    letters: () =>
      eventLog
        .records('results.dead-letter')
        .map(({ headers }) => [headers['origin-offset'], headers['dead-letter-code']]),
    outcomes: async () =>
      Object.fromEntries(
        (await samples('forewarn_storage_analyses_total')).map(({ labels, value }) => [
          labels.outcome,
          value,
        ]),
      ),
    lag: async () => (await samples('forewarn_storage_lag_records'))[0],
    failures: async () => (await samples('forewarn_storage_batch_failures_total'))[0]?.value,
    newestWindow: async () => (await samples('forewarn_storage_newest_window_timestamp_seconds'))[0],
  };
}

const batchOf = (records: NewRecord[], fields: BatchFields = {}) =>
  recordBatch(records, { topic: 'results', ...fields });

describe('storeBatch', () => {
  it('writes analyses and offset, and puts aside what is no analysis', async () => {
    const { handle, devices, nextOffset, letters, outcomes, lag } = await bench();
    await handle(
      batchOf([eventOf('a'), undecodable('k'), invalid(), eventOf('b')], { firstOffset: 5, endOffset: 12 }),
    );
    expect(await devices()).toEqual(['a', 'b']);
    expect(await nextOffset()).toBe(9);
    expect(letters()).toEqual([
      ['6', 'undecodable-event'],
      ['7', 'invalid-event'],
    ]);
    expect(await outcomes()).toEqual({ written: 2, skipped: 0, 'dead-letter': 2 });
    expect(await lag()).toMatchObject({ labels: { partition: 0 }, value: 3 });
  });

  it('moves the offset past a batch of nothing but dead letters', async () => {
    const { handle, nextOffset, letters } = await bench();
    await handle(batchOf([undecodable('k'), undecodable('l')]));
    expect(await nextOffset()).toBe(2);
    expect(letters()).toHaveLength(2);
  });

  it('changes nothing when a batch that was stored comes again', async () => {
    const { handle, devices, nextOffset, letters, outcomes } = await bench();
    const batch = batchOf([eventOf('a'), undecodable('k')]);
    await handle(batch);
    await handle(batch);
    expect([await devices(), await nextOffset()]).toEqual([['a'], 2]);
    expect(letters()).toHaveLength(1);
    expect(await outcomes()).toEqual({ written: 1, skipped: 1, 'dead-letter': 1 });
  });

  it('appends no dead letter while the store is unavailable', async () => {
    const { handle, store, letters, outcomes } = await bench();
    store.readFailure = unavailable;
    store.writeFailure = unavailable;
    await expect(handle(batchOf([undecodable('k'), eventOf('a')]))).rejects.toBe(unavailable);
    expect(letters()).toEqual([]);
    expect(await outcomes()).toEqual({ written: 0, skipped: 0, 'dead-letter': 0 });
  });

  it('appends a dead letter once, however often the write fails', async () => {
    const { handle, store, letters, devices, nextOffset } = await bench();
    const batch = batchOf([undecodable('k'), eventOf('a')]);
    store.writeFailure = unavailable;
    for (let attempt = 0; attempt < 3; attempt += 1) await expect(handle(batch)).rejects.toBe(unavailable);
    expect(await nextOffset()).toBeUndefined();
    store.writeFailure = undefined;
    await handle(batch);
    expect(letters()).toEqual([['0', 'undecodable-event']]);
    expect([await devices(), await nextOffset()]).toEqual([['a'], 2]);
  });

  it('stores nothing while dead letters cannot be appended', async () => {
    const { handle, eventLog, devices, nextOffset } = await bench();
    eventLog.failure = new ForewarnError('event-log-unavailable', 'unavailable');
    await expect(handle(batchOf([undecodable('k'), eventOf('a')]))).rejects.toBe(eventLog.failure);
    expect([await devices(), await nextOffset()]).toEqual([[], undefined]);
  });

  it('puts aside the one analysis that the store refuses, and writes the others', async () => {
    const { handle, store, devices, nextOffset, letters, outcomes } = await bench();
    store.refuses = ({ partition }) => partition === 'b';
    await handle(batchOf([eventOf('a'), undecodable('k'), eventOf('b'), eventOf('c')]));
    expect([await devices(), await nextOffset()]).toEqual([['a', 'c'], 4]);
    expect(letters()).toEqual([
      ['1', 'undecodable-event'],
      ['2', 'store-rejected'],
    ]);
    expect(await outcomes()).toEqual({ written: 2, skipped: 0, 'dead-letter': 2 });
  });

  it('goes on where it was when the store becomes unavailable between refused analyses', async () => {
    const { handle, store, eventLog, devices, nextOffset, letters } = await bench();
    store.refuses = ({ partition }) => partition === 'b' || partition === 'd';
    const batch = batchOf(['a', 'b', 'c', 'd', 'e'].map((device) => eventOf(device)));
    const append = eventLog.append.bind(eventLog);
    // The store becomes unavailable just when the first letter is in the log and its offset not yet moved.
    eventLog.append = async (...args) => {
      await append(...args);
      store.writeFailure = unavailable;
    };
    await expect(handle(batch)).rejects.toBe(unavailable);
    expect([await devices(), await nextOffset(), letters()]).toEqual([['a'], 1, [['1', 'store-rejected']]]);
    eventLog.append = append;
    store.writeFailure = undefined;
    await handle(batch);
    expect([await devices(), await nextOffset()]).toEqual([['a', 'c', 'e'], 5]);
    expect(letters()).toEqual([
      ['1', 'store-rejected'],
      ['3', 'store-rejected'],
    ]);
  });

  it('puts aside the one analysis that brings about a defect in the store, and writes the others', async () => {
    const { handle, store, devices, nextOffset, letters } = await bench();
    let tries = 0;
    store.trip = ({ partition }) => {
      if (partition !== 'b') return;
      tries += 1;
      throw new TypeError('x is not a function');
    };
    await handle(batchOf(['a', 'b', 'c'].map((device) => eventOf(device))));
    expect([await devices(), await nextOffset()]).toEqual([['a', 'c'], 3]);
    expect(letters()).toEqual([['1', 'internal']]);
    expect(tries).toBe(4);
  });

  it('stores a value whose defect was one of a moment', async () => {
    const { handle, store, devices, letters } = await bench();
    let tries = 0;
    store.trip = () => {
      tries += 1;
      if (tries < 3) throw new TypeError('x is not a function');
    };
    await handle(batchOf([eventOf('a')]));
    expect([await devices(), letters()]).toEqual([['a'], []]);
  });

  it('does not take a defect that the store meets without any value for the fault of a record', async () => {
    const { handle, store, letters, nextOffset } = await bench();
    store.writeFailure = ForewarnError.from(new TypeError('x is not a function'));
    await expect(handle(batchOf([eventOf('a'), eventOf('b')]))).rejects.toBe(store.writeFailure);
    expect([letters(), await nextOffset()]).toEqual([[], undefined]);
  });

  it('puts aside a record that brings about a defect in the decoder, and writes the others', async () => {
    const { handle, devices, letters } = await bench((record) => {
      if (record.key?.includes('"b"')) throw new RangeError('Maximum call stack size exceeded');
    });
    await handle(batchOf(['a', 'b', 'c'].map((device) => eventOf(device))));
    expect([await devices(), letters()]).toEqual([['a', 'c'], [['1', 'internal']]]);
  });

  it('sorts whatever other producers write into values and dead letters', async () => {
    const { handle, devices, nextOffset, letters } = await bench();
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const name = fc.oneof(text, fc.constantFrom('schema', 'schema-version', 'content-type', '__proto__'));
    const known = fc.constantFrom('application/json', 'application/x-protobuf', '1');
    const foreign = fc.record({
      key: fc.option(text),
      value: fc.uint8Array({ maxLength: 60 }),
      headers: fc.dictionary(name, fc.oneof(text, known, fc.constant(eventOf('x').headers.schema!))),
    });
    const [records] = fc.sample(fc.array(foreign, { minLength: 300, maxLength: 300 }), {
      seed: 1,
      numRuns: 1,
    });
    await handle(batchOf([...records!, eventOf('a')]));
    expect([await devices(), await nextOffset()]).toEqual([['a'], 301]);
    expect(letters().map(([offset]) => offset)).toEqual(records!.map((_, at) => String(at)));
  });

  it('does not take a store that refuses everything for the fault of a record', async () => {
    const { handle, store, letters } = await bench();
    store.writeFailure = new ForewarnError('store-rejected', 'no such table');
    await expect(handle(batchOf([undecodable('k')]))).rejects.toBe(store.writeFailure);
    expect(letters()).toEqual([['0', 'undecodable-event']]);
  });

  it('counts a batch that fails and shows the lag that grows meanwhile', async () => {
    const { handle, store, lag, failures } = await bench();
    store.writeFailure = unavailable;
    await expect(handle(batchOf([eventOf('a')], { firstOffset: 3, endOffset: 4 }))).rejects.toBe(unavailable);
    await expect(handle(batchOf([eventOf('a')], { firstOffset: 3, endOffset: 9 }))).rejects.toBe(unavailable);
    expect([await failures(), (await lag())?.value]).toEqual([2, 6]);
  });

  it('tells the newest window that is stored', async () => {
    const { handle, newestWindow } = await bench();
    await handle(batchOf([eventOf('a'), eventOf('b', endMs - 60_000), undecodable('k')]));
    expect(await newestWindow()).toMatchObject({ labels: { partition: 0 }, value: endMs / 1000 });
  });

  it('ends with an error that no retry can mend and that is no record’s fault', async () => {
    const { handle, store, letters } = await bench();
    store.writeFailure = new ForewarnError('store-access-denied', 'wrong password');
    await expect(handle(batchOf([eventOf('a')]))).rejects.toBe(store.writeFailure);
    expect(letters()).toEqual([]);
  });

  it('leaves a batch whose partition was taken away to the next owner', async () => {
    const { handle, devices, nextOffset, failures } = await bench();
    await expect(handle(batchOf([eventOf('a')], { signal: AbortSignal.abort() }))).rejects.toMatchObject({
      code: 'cancelled',
    });
    expect([await devices(), await nextOffset(), await failures()]).toEqual([[], undefined, 0]);
  });

  it('stores what the event held', async () => {
    const { handle, forecasts } = await bench();
    const { series, partition, window, forecast } = analysisOf('a');
    await handle(batchOf([eventOf('a')]));
    expect(await forecasts()).toEqual([{ series, partition, window, result: forecast }]);
  });
});
