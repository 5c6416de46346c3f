import type { UnreadableRecords } from '@forewarn/core';
import { CodecError } from '../codecs/compressed-input.js';
import { type BatchHeader, readBatchHeader } from './batch-header.js';

/** Under which a message that stands for a batch says so. */
const unreadable = Symbol('unreadable');

/** A message in so far as kafkajs looks at it on the way to whoever handles it. */
export interface FetchedMessage {
  readonly offset: string;
  readonly [unreadable]?: UnreadableRecords;
}

/** What a message says of the batch that it stands for; undefined where it is a record like any other. */
export const unreadableRecordsOf = (message: object): UnreadableRecords | undefined =>
  (message as Partial<FetchedMessage>)[unreadable];

/** Codes of errors that come of the bytes and would come again, beside zlib's own. */
const codesOfBytes = new Set(['ERR_BUFFER_TOO_LARGE', 'ERR_OUT_OF_RANGE', 'ERR_BUFFER_OUT_OF_BOUNDS']);
const namesOfBytes = new Set(['TypeError', 'KafkaJSInvalidVarIntError', 'KafkaJSInvalidLongError']);

/** Whether a batch failed for what it holds, and not for want of memory or of a part of this program. */
function isDueToBytes(thrown: unknown): thrown is Error {
  if (!(thrown instanceof Error)) return false;
  const { code = '' } = thrown as NodeJS.ErrnoException;
  if (thrown instanceof CodecError || codesOfBytes.has(code) || namesOfBytes.has(thrown.name)) return true;
  return code.startsWith('Z_') && code !== 'Z_MEM_ERROR';
}

/**
 * The message that stands for all records of a batch that cannot be read, at the offset of the last of them: reading goes on behind it.
 *
 * @param batch   as it stands in the log
 * @param thrown  what came of reading it
 * @throws        what was thrown, where another attempt may end better, or the batch does not say where the next one begins
 */
export function standInFor(batch: Buffer, thrown: unknown): FetchedMessage {
  if (!isDueToBytes(thrown)) throw thrown;
  const header = readBatchHeader(batch);
  if (!header.hasSoundOffsets)
    throw new RangeError(
      `the batch at offset ${header.firstOffset} cannot be read (${thrown.message}), and neither can the offset behind it`,
      { cause: thrown },
    );
  return messageOf(batch, header, thrown.message);
}

const messageOf = (batch: Buffer, header: BatchHeader, reason: string) => ({
  magicByte: 2,
  attributes: 0,
  offset: String(header.lastOffset),
  timestamp: header.maxTimestamp,
  key: null,
  value: batch,
  headers: {},
  isControlRecord: header.isControl,
  // By which kafkajs leaves out what was aborted.
  batchContext: { producerId: header.producerId, inTransaction: header.isTransactional },
  [unreadable]: { firstOffset: Number(header.firstOffset), reason },
});
