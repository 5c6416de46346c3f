/** Bytes of a record batch before what its length counts. */
const prefixBytes = 12;
const headerBytes = 61;
/** Of the format that has batches; older ones have sets of messages. */
const magicOfBatches = 2;

const at = {
  baseOffset: 0,
  length: 8,
  magic: 16,
  attributes: 21,
  lastOffsetDelta: 23,
  maxTimestamp: 35,
  producerId: 43,
  recordCount: 57,
} as const;

const attributeFlags = { transactional: 0x10, control: 0x20 } as const;

/** What the head of a record batch says. */
export interface BatchHeader {
  readonly firstOffset: bigint;
  readonly lastOffset: bigint;
  /** Whether what it says of its offsets fits together, so that reading may go on behind it. */
  readonly hasSoundOffsets: boolean;
  readonly maxTimestamp: string;
  readonly producerId: string;
  readonly isTransactional: boolean;
  /** Whether it holds marks of Kafka's own instead of records. */
  readonly isControl: boolean;
}

/** Whether bytes of a fetched partition are record batches, as everything that was written since Kafka 0.11 is. */
export const areBatches = (bytes: Buffer): boolean => bytes[at.magic] === magicOfBatches;

/**
 * The record batches of a fetched partition, one after the other. What a broker cut off at the end is left out: it comes whole with
 * the next fetch.
 *
 * @throws {RangeError} where a length is less than a batch can have
 */
export function* cutBatches(bytes: Buffer): Generator<Buffer> {
  for (let from = 0; bytes.length - from >= headerBytes; ) {
    const end = from + prefixBytes + bytes.readInt32BE(from + at.length);
    if (end < from + headerBytes)
      throw new RangeError(`the batch at offset ${bytes.readBigInt64BE(from)} has an impossible length`);
    if (end > bytes.length) return;
    yield bytes.subarray(from, end);
    from = end;
  }
}

/**
 * Reads the head of a batch. A broker takes only batches with as many records as offsets, and a batch that a compaction thinned out was
 * readable then: where both numbers differ in one that is not, the head itself is damaged.
 *
 * @source https://kafka.apache.org/documentation/#recordbatch
 */
export function readBatchHeader(batch: Buffer): BatchHeader {
  const firstOffset = batch.readBigInt64BE(at.baseOffset);
  const lastOffsetDelta = batch.readInt32BE(at.lastOffsetDelta);
  const attributes = batch.readInt16BE(at.attributes);
  return {
    firstOffset,
    lastOffset: firstOffset + BigInt(lastOffsetDelta),
    hasSoundOffsets: lastOffsetDelta >= 0 && batch.readInt32BE(at.recordCount) === lastOffsetDelta + 1,
    maxTimestamp: String(batch.readBigInt64BE(at.maxTimestamp)),
    producerId: String(batch.readBigInt64BE(at.producerId)),
    isTransactional: (attributes & attributeFlags.transactional) !== 0,
    isControl: (attributes & attributeFlags.control) !== 0,
  };
}
