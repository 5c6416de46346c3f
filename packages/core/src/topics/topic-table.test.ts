import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ForewarnError } from '../errors/forewarn-error.js';
import type { ConsumeOptions, EventLog, LogRecord } from '../ports/event-log.js';
import { silentLogger } from '../ports/logger.js';
import type { TopicContract } from './topic-contract.js';
import { removalOf, TopicTable } from './topic-table.js';

type Row = { readonly name: string; readonly value: number };

const topic: TopicContract<Row> = {
  name: (namespace) => `${namespace}.rows`,
  compacted: true,
  key: ({ name }) => name,
  encode: (row) => ({ key: row.name, value: Buffer.from(JSON.stringify(row)), headers: {} }),
  decode: ({ value }) => JSON.parse(Buffer.from(value).toString()),
};

/** A log of one partition, whose reader is handed records by the test. */
class PlayedLog {
  readonly records: LogRecord[] = [];
  readonly readers: ConsumeOptions[] = [];
  readonly created: unknown[] = [];
  failure: ForewarnError | undefined;
  #end: (thrown?: ForewarnError) => void = () => {};

  readonly port: EventLog = {
    ensureTopics: async (topics) => void this.created.push(...topics),
    append: async () => {},
    check: async () => {},
    close: async () => {},
    consume: async (options) => {
      if (this.failure) throw this.failure;
      this.readers.push(options);
      const ended = new Promise<void>((resolve, reject) => {
        this.#end = (thrown) => (thrown ? reject(thrown) : resolve());
      });
      return { ended, progress: async () => [], stop: async () => this.#end() };
    },
  };

  put(...records: readonly { readonly key: string | null; readonly value: Uint8Array }[]): void {
    for (const record of records)
      this.records.push({ headers: {}, ...record, offset: this.records.length, timestampMs: 0 });
  }

  /** Hands the newest reader what stands in the log from where it wants to begin. */
  async deliver(earliest = 0): Promise<void> {
    const { startOffset, handle, onAssignment } = this.readers.at(-1)!;
    onAssignment!([0]);
    const end = this.records.length;
    const from = await startOffset!(0, { earliest, end });
    const records = this.records.slice(from);
    const { signal } = new AbortController();
    if (records.length > 0) await handle({ topic: 'n.rows', partition: 0, records, endOffset: end, signal });
  }

  breakDown(thrown: ForewarnError): void {
    this.#end(thrown);
  }
}

const one = topic.encode({ name: 'one', value: 1 });
const two = topic.encode({ name: 'two', value: 2 });

const options = () => ({
  eventLog: log.port,
  topic,
  namespace: 'n',
  group: 'n.test',
  logger: silentLogger,
});

let log: PlayedLog;
let table: TopicTable<Row>;
let stopping: AbortController;
let running: Promise<void>;

beforeEach(async () => {
  log = new PlayedLog();
  stopping = new AbortController();
  table = new TopicTable(options());
});
afterEach(async () => {
  vi.useRealTimers();
  stopping.abort();
  await running;
});

const follow = async () => {
  running = table.run(stopping.signal);
  await vi.waitFor(() => expect(log.readers).toHaveLength(1));
};

it('has the newest value of each key, and none that was taken away', async () => {
  log.put(one, two, topic.encode({ name: 'one', value: 3 }), removalOf('two'));
  await follow();
  await log.deliver();
  expect([...table.rows]).toEqual([['one', { name: 'one', value: 3 }]]);
  expect(log.created).toEqual([{ name: 'n.rows', partitions: 1, compacted: true }]);
  expect(log.readers[0]).toMatchObject({
    topic: 'n.rows',
    group: 'n.test',
    ephemeral: true,
  });
});

it('is whole once all that stood in the topic has been read', async () => {
  log.put(one, two);
  await follow();
  let isWhole = false;
  const whole = table.untilWhole(stopping.signal).then(() => {
    isWhole = true;
  });
  await Promise.resolve();
  expect(isWhole).toBe(false);
  await log.deliver();
  await whole;
  expect(table.rows.size).toBe(2);
  // And stays so.
  await table.untilWhole(stopping.signal);
});

it('is whole at once where the topic is empty, and where its records have expired', async () => {
  await follow();
  await log.deliver();
  await table.untilWhole(stopping.signal);
  expect(table.rows.size).toBe(0);
});

it('is not waited for beyond the abort', async () => {
  const whole = table.untilWhole(stopping.signal);
  stopping.abort();
  await whole;
  running = Promise.resolve();
});

it('is not waited for longer than ten seconds, once', async () => {
  vi.useFakeTimers();
  const whole = table.untilWhole(stopping.signal);
  await vi.advanceTimersByTimeAsync(9_999);
  const later = vi.fn();
  void whole.then(later);
  await Promise.resolve();
  expect(later).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await whole;
  // And not again and again.
  await table.untilWhole(stopping.signal);
  running = Promise.resolve();
});

it('passes over what cannot be read, and keeps what stood under the key', async () => {
  log.put(one, { key: 'one', value: Buffer.from('{') }, two);
  await follow();
  await log.deliver();
  expect([...table.rows.values()]).toEqual([
    { name: 'one', value: 1 },
    { name: 'two', value: 2 },
  ]);
});

it('goes on where it was when it has to join anew', async () => {
  log.put(one);
  await follow();
  await log.deliver();
  log.put(two);
  const { startOffset } = log.readers[0]!;
  expect(await startOffset!(0, { earliest: 0, end: 2 })).toBe(1);
  await log.deliver();
  expect(table.rows.size).toBe(2);
});

it('begins anew with a topic that was made anew', async () => {
  log.put(one, two);
  await follow();
  await log.deliver();
  log.records.length = 0;
  log.put(topic.encode({ name: 'three', value: 3 }));
  await log.deliver();
  expect([...table.rows.keys()]).toEqual(['three']);
});

it('keeps what it has while the log is away, and follows again', async () => {
  log.put(one);
  await follow();
  await log.deliver();
  vi.useFakeTimers();
  log.failure = new ForewarnError('event-log-unavailable', 'gone');
  log.breakDown(new ForewarnError('event-log-unavailable', 'gone'));
  await vi.advanceTimersByTimeAsync(3_000);
  expect([...table.rows.keys()]).toEqual(['one']);
  log.failure = undefined;
  await vi.advanceTimersByTimeAsync(30_000);
  expect(log.readers).toHaveLength(2);
  log.put(two);
  await log.deliver();
  expect([...table.rows.keys()]).toEqual(['one', 'two']);
});

it('reads as many of the newest records as it is told to', async () => {
  table = new TopicTable({ ...options(), newest: 1 });
  log.put(one, two);
  await follow();
  await log.deliver();
  expect([...table.rows.keys()]).toEqual(['two']);
});

it('is whole when every partition has been read, and knows how many there are', async () => {
  await follow();
  expect(table.partitionCount).toBeUndefined();
  const { startOffset, handle, onAssignment } = log.readers[0]!;
  onAssignment!([0, 1]);
  expect(table.partitionCount).toBe(2);
  await startOffset!(0, { earliest: 0, end: 0 });
  await startOffset!(1, { earliest: 0, end: 1 });
  const whole = vi.fn();
  const waiting = table.untilWhole(stopping.signal).then(whole);
  await Promise.resolve();
  expect(whole).not.toHaveBeenCalled();
  const { signal } = new AbortController();
  const records = [{ ...one, offset: 0, timestampMs: 0 }];
  await handle({ topic: 'n.rows', partition: 1, records, endOffset: 1, signal });
  await waiting;
  expect(whole).toHaveBeenCalled();
});

it('forgets the rows that are not to be kept', async () => {
  log.put(one, two);
  await follow();
  await log.deliver();
  table.keepOnly(new Set(['two']));
  expect([...table.rows.keys()]).toEqual(['two']);
});
