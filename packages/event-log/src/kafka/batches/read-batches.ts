import { createRequire } from 'node:module';
import { areBatches, cutBatches } from './batch-header.js';
import { type FetchedMessage, standInFor } from './unreadable-batch.js';

/** kafkajs' reader of bytes, in so far as it is used here. */
interface KafkaDecoder {
  readonly buffer: Buffer;
  readonly offset: number;
  readInt32(): number;
  canReadBytes(length: number): boolean;
  readBytes(length: number): Buffer;
}

type MessageReader = (decoder: KafkaDecoder) => Promise<readonly FetchedMessage[]>;
type BatchReader = (decoder: KafkaDecoder) => Promise<{ readonly records: readonly FetchedMessage[] }>;

const require = createRequire(import.meta.url);
const kafkajs = (path: string) => require(`kafkajs/src/protocol/${path}`);

const sizeBytes = 4;
/** On the reader of this file, so that another instance of it knows its work as done. */
const ours = Symbol.for('forewarn.readBatches');

/**
 * Lets kafkajs pass over a batch that it cannot read, where it would fetch it again and again: one message stands for all its records,
 * and says so (`unreadableRecordsOf`). Every version of a fetch reads its messages by `decodeMessages` of kafkajs 2.2.4, and kafkajs
 * loads the versions when the first broker is asked; a test holds both against the version that is installed.
 *
 * @throws {Error} where kafkajs has loaded a version already, so that it would keep its own reader
 */
export function passOverUnreadableBatches(): void {
  const path = require.resolve('kafkajs/src/protocol/requests/fetch/v4/decodeMessages.js');
  const loaded = require.cache[path];
  if (loaded && ours in loaded.exports) return;
  if (loaded) throw new Error('kafkajs has fetched before it was taught to read batches');
  const readOthers: MessageReader = require(path);
  require.cache[path]!.exports = Object.assign(messageReader(readOthers), { [ours]: true });
}

/** @param readOthers  reads what is no record batch */
export function messageReader(readOthers: MessageReader): MessageReader {
  return async (decoder) => {
    const begin = decoder.offset + sizeBytes;
    const size = decoder.buffer.readInt32BE(decoder.offset);
    const isWhole = size > 0 && decoder.canReadBytes(sizeBytes + size);
    if (!isWhole || !areBatches(decoder.buffer.subarray(begin, begin + size))) return readOthers(decoder);
    return readBatches(decoder.readBytes(decoder.readInt32()));
  };
}

/** All records of batches; in place of a batch that cannot be read what stands for it. */
async function readBatches(bytes: Buffer): Promise<readonly FetchedMessage[]> {
  const Decoder: new (buffer: Buffer) => KafkaDecoder = kafkajs('decoder.js');
  const readBatch: BatchReader = kafkajs('recordBatch/v0/decoder.js');
  const read: (readonly FetchedMessage[])[] = [];
  for (const batch of cutBatches(bytes)) {
    try {
      read.push((await readBatch(new Decoder(batch))).records);
    } catch (thrown) {
      read.push([standInFor(batch, thrown)]);
    }
  }
  return read.flat();
}
