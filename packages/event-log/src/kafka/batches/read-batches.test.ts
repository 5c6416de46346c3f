import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import kafkajs from 'kafkajs';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { installCodecs } from '../codecs/install-codecs.js';
import { cutBatches } from './batch-header.js';
import { messageReader, passOverUnreadableBatches } from './read-batches.js';
import { unreadableRecordsOf } from './unreadable-batch.js';

const require = createRequire(import.meta.url);
const protocol = (path: string) => require(`kafkajs/src/protocol/${path}`);
const { GZIP, None } = kafkajs.CompressionTypes;

beforeAll(installCodecs);

/** A batch as kafkajs writes it. */
async function batchOf(
  firstOffset: number,
  values: readonly (string | Buffer)[],
  compression = GZIP,
): Promise<Buffer> {
  const record = protocol('recordBatch/record/v0/index.js');
  const records = values.map((value, offsetDelta) => record({ offsetDelta, timestampDelta: 0, value }));
  const { buffer } = await protocol('recordBatch/v0/index.js').RecordBatch({
    compression,
    firstOffset,
    lastOffsetDelta: values.length - 1,
    partitionLeaderEpoch: 0,
    producerId: 7,
    records,
  });
  return Buffer.from(buffer);
}

const noOthers = async () => {
  throw new Error('there are no others');
};

/** What is read of batches that stand one behind the other: offsets, values, and where others were lost before. */
async function readingOf(...batches: readonly Buffer[]) {
  const bytes = Buffer.concat(batches);
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  const decoder = new (protocol('decoder.js'))(Buffer.concat([size, bytes]));
  const messages = await messageReader(noOthers)(decoder);
  return messages.map((message) => ({
    offset: Number(message.offset),
    value: String((message as unknown as { value: Buffer }).value),
    unreadable: unreadableRecordsOf(message),
  }));
}

const readable = (offset: number, value: string) => ({ offset, value, unreadable: undefined });

/** Changes a batch in place. */
const changed = (batch: Buffer, change: (batch: Buffer) => void): Buffer => {
  change(batch);
  return batch;
};

describe('kafkajs, as it is installed', () => {
  it('reads the messages of every version of a fetch that has batches by what is replaced', () => {
    const fetch = join(dirname(require.resolve('kafkajs/package.json')), 'src/protocol/requests/fetch');
    const users = readdirSync(fetch, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('/response.js'))
      .filter((path) => readFileSync(join(fetch, path), 'utf8').includes('decodeMessages(decoder)'));
    // The versions between have the same response and take it from these.
    expect(users.sort()).toEqual([
      'v11/response.js',
      'v4/response.js',
      'v5/response.js',
      'v7/response.js',
      'v8/response.js',
    ]);
  });

  it('loads that when it first fetches, and not before', () => {
    const program = `const { Kafka } = require('kafkajs');
      new Kafka({ brokers: ['a:1'] }).consumer({ groupId: 'b' });
      process.stdout.write(String(Object.keys(require.cache).filter((path) => /decodeMessages/.test(path)).length))`;
    expect(execFileSync(process.execPath, ['-e', program], { cwd: import.meta.dirname }).toString()).toBe(
      '0',
    );
  });

  it('is taught once, whoever does it', () => {
    passOverUnreadableBatches();
    const path = 'kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js';
    const reader = require(path);
    passOverUnreadableBatches();
    expect(require(path)).toBe(reader);
  });
});

describe('batches of a fetched partition', () => {
  it('are read one after the other, and one that was cut off is left for the next fetch', async () => {
    const [first, second, third] = [
      await batchOf(0, ['a', 'b']),
      await batchOf(2, ['c'], None),
      await batchOf(3, ['d']),
    ];
    const three = [readable(0, 'a'), readable(1, 'b'), readable(2, 'c')];
    for (const length of [0, 20, 80]) {
      expect(await readingOf(first!, second!, third!.subarray(0, length))).toEqual(three);
    }
  });

  it('of 300,000 records are read', async () => {
    expect(await readingOf(await batchOf(0, new Array(300_000).fill('')))).toHaveLength(300_000);
  });

  const damages: Record<string, (batch: Buffer) => void> = {
    'whose compressed bytes are damaged': (batch) => batch.fill(0xff, 65, 75),
    'whose compressed bytes end too early': (batch) => batch.fill(0, batch.length - 12),
    'that is of another codec than it says': (batch) => batch.writeInt16BE(3, 21),
    'that is not compressed, though it says so': (batch) => batch.fill('plain text', 61),
    'that is compressed, though it says that it is not': (batch) => batch.writeInt16BE(0, 21),
  };

  test.each(Object.entries(damages))(
    '%s are passed over as a whole, and the neighbours are read',
    async (_, damage) => {
      const damaged = changed(await batchOf(1, ['b', 'c', 'd']), damage);
      const bytes = String(damaged);
      expect(await readingOf(await batchOf(0, ['a']), damaged, await batchOf(4, ['e']))).toEqual([
        readable(0, 'a'),
        { offset: 3, value: bytes, unreadable: { firstOffset: 1, reason: expect.stringMatching(/\w/) } },
        readable(4, 'e'),
      ]);
    },
  );

  it('that become larger than 64 MiB are passed over', async () => {
    const [standIn] = await readingOf(await batchOf(0, [Buffer.alloc(65 * 1024 * 1024)]));
    expect(standIn).toMatchObject({ offset: 0, unreadable: { firstOffset: 0 } });
  });

  it('end in records or in what stands for them, whatever their records were made of', async () => {
    const bytes = fc.uint8Array({ maxLength: 80 });
    await fc.assert(
      fc.asyncProperty(bytes, fc.constantFrom(0, 1, 2, 3, 4), async (records, codec) => {
        const head = (await batchOf(5, ['a', 'b'])).subarray(0, 61);
        const body = codec === 1 ? gzipSync(records) : Buffer.from(records);
        const batch = changed(Buffer.concat([head, body]), (whole) => {
          whole.writeInt32BE(whole.length - 12, 8);
          whole.writeInt16BE(codec, 21);
        });
        const [last] = (await readingOf(batch, await batchOf(7, ['c']))).slice(-1);
        expect(last).toEqual(readable(7, 'c'));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('are not passed over where the head does not say what comes behind', async () => {
    const damaged = changed(await batchOf(4, ['a', 'b']), (batch) => {
      batch.fill(0xff, 65, 75);
      batch.writeInt32BE(1_000, 23);
    });
    await expect(readingOf(damaged)).rejects.toThrow(
      /^the batch at offset 4 cannot be read \(.+\), and neither can the offset behind it$/,
    );
  });

  it('are not passed over where it is not their bytes that fail', async () => {
    const batch = await batchOf(0, ['a']);
    const codecs = kafkajs.CompressionCodecs;
    codecs[GZIP] = () => ({
      compress: noOthers,
      decompress: async () => {
        throw Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' });
      },
    });
    try {
      await expect(readingOf(batch)).rejects.toThrow('Cannot find package');
    } finally {
      installCodecs();
    }
  });

  it('whose length cannot be are no end of reading', async () => {
    const batch = changed(await batchOf(0, ['a']), (whole) => whole.writeInt32BE(-12, 8));
    expect(() => [...cutBatches(batch)]).toThrow('the batch at offset 0 has an impossible length');
  });
});
