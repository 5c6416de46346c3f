import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  analysisRequestedTopic,
  objectiveEvaluatedTopic,
  seriesAnalyzedTopic,
  seriesProblemsTopic,
  serviceLevelsTopic,
} from '@forewarn/contracts';
import type { ForewarnError, LogRecord, TopicContract, TopicStore } from '@forewarn/core';
import { sampleAnalysis } from '@forewarn/testkit';
import { decodeBatch } from '../../../apps/storage/src/decode-batch.js';
import { isPutAside } from '../../../apps/storage/src/is-put-aside.js';
import { ForewarnError as BaseError } from '../../../packages/core/src/index.js';
import { toLogRecord } from '../../../packages/event-log/src/kafka/to-log-record.js';
import { openSqlite } from '../../../packages/sql/src/index.js';
import { createProblemWriter, createStore, createVerdictWriter } from '../../../packages/store/src/index.js';
import type { Surface } from '../harness/surface.js';
import { type KafkaRecord, kafkaRecords } from '../wild/kafka-records.js';
import { openWatch } from './open-watch.js';

const requests = analysisRequestedTopic({ retentionMs: 60_000 });
const results = seriesAnalyzedTopic({ name: 'prometheusdata' });

const pruneEvery = 200;
const endOfTime = Date.UTC(9999, 0);

/** The records of other producers, as storage, etl's workers and the watchers of retrieval read them. */
export const kafkaSurface: Surface<KafkaRecord> = {
  name: 'kafka',
  inputs: kafkaRecords,
  shortRun: 700,
  share: 60,
  async open() {
    const directory = mkdtempSync(join(tmpdir(), 'forewarn-fuzz-'));
    const database = openSqlite({ file: join(directory, 'store.db') });
    const store = createStore(database);
    await store.migrate();
    const problems = createProblemWriter(database);
    const verdicts = createVerdictWriter(database);
    const watch = await openWatch();
    const offsets = { next: 0 };
    // What was stored is not what is tried: the file stays small.
    const pruneNowAndThen = async (before: number): Promise<void> => {
      if (offsets.next !== before && offsets.next % pruneEvery === 0) await store.prune(endOfTime);
    };
    const tryRecord = async (input: KafkaRecord): Promise<void> => {
      const record = toLogRecord(messageOf(input));
      const before = offsets.next;
      requireReadable(record);
      decoded(record, requests);
      decoded(record, serviceLevelsTopic);
      await requireStorable(decoded(record, results), results, store, offsets);
      await requireStorable(decoded(record, seriesProblemsTopic), seriesProblemsTopic, problems, offsets);
      const verdict = decoded(record, objectiveEvaluatedTopic);
      await requireStorable(verdict, objectiveEvaluatedTopic, verdicts, offsets);
      await watch.show(record);
      await pruneNowAndThen(before);
    };
    return {
      attempt: tryRecord,
      async answersStill() {
        const event = results.encode(sampleAnalysis());
        const record = { ...event, offset: 0, timestampMs: 0 };
        assert.deepEqual(decoded(record, results)?.series, sampleAnalysis().series);
        await watch.show(record);
        assert.deepEqual((await watch.newest()).series, sampleAnalysis().series);
      },
      async close() {
        await watch.close();
        await store.close();
        rmSync(directory, { recursive: true });
      },
    };
  },
};

/** As kafkajs hands records over, which is more than its types say. */
const messageOf = ({ key, value, headers, timestamp }: KafkaRecord) =>
  ({
    key: key && Buffer.from(key),
    value: value && Buffer.from(value),
    headers: Object.fromEntries(headers.map(([name, header]) => [name, headerOf(header)])),
    timestamp,
    offset: '7',
    attributes: 0,
  }) as unknown as Parameters<typeof toLogRecord>[0];

const headerOf = (header: KafkaRecord['headers'][number][1]): unknown => {
  if (Array.isArray(header)) return header.map(headerOf);
  return header instanceof Uint8Array ? Buffer.from(header) : header;
};

function requireReadable({ key, value, headers }: LogRecord): void {
  assert.ok(key === null || typeof key === 'string');
  assert.ok(value instanceof Uint8Array);
  for (const text of Object.values(headers)) assert.equal(typeof text, 'string');
}

/** The value, as storage reads it, or none: then the reason is the record's own fault, and no defect. */
function decoded<T>(record: LogRecord, contract: TopicContract<T>): T | undefined {
  const batch = {
    topic: 't',
    partition: 0,
    records: [record],
    endOffset: 8,
    signal: new AbortController().signal,
  };
  const { items, letters } = decodeBatch(batch, contract);
  for (const { error } of letters) requireFaultOfRecord(error);
  return items[0]?.value;
}

/** What a contract lets through can be written again, and stored. */
async function requireStorable<T>(
  value: T | undefined,
  contract: TopicContract<T>,
  store: TopicStore<T>,
  offsets: { next: number },
): Promise<void> {
  if (value === undefined) return;
  const again = contract.encode(value);
  assert.deepEqual(plain(contract.decode(again)), plain(value), 'what was decoded is read back');
  const position = { group: 'storage', topic: contract.name('n'), partition: 0 };
  const offset = offsets.next;
  offsets.next += 1;
  try {
    await store.writeBatch({ position, items: [{ offset, value }], nextOffset: offset + 1 });
  } catch (thrown) {
    requireFaultOfRecord(BaseError.from(thrown));
  }
}

/** A value whose numbers are compared as numbers: NaN has many bit patterns, and arrays of doubles are compared by their bits. */
function plain(value: unknown): unknown {
  if (value instanceof Float64Array) return Array.from(value);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(part)]));
}

const longestReason = 1_500;

function requireFaultOfRecord(error: ForewarnError): void {
  // Its stack is costly, and of interest only where it is.
  if (error.kind === 'internal' || !isPutAside(error)) assert.fail(error.stack);
  // It is a line of the log, and a header of the dead letter.
  assert.ok(error.message.length <= longestReason, `a reason of ${error.message.length} characters`);
}
