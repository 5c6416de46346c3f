import { createRequire } from 'node:module';

interface ReadHeader {
  readonly key: string;
  readonly value: Buffer | null;
}

interface KafkaDecoder {
  readVarIntArray(read: (decoder: unknown) => ReadHeader): ReadHeader[];
}

/** What kafkajs makes an object of, by a `reduce` that copies all headers for each: 4,000 take it 13 s, a megabyte of them hours. */
class HeaderList extends Array<ReadHeader> {
  /** Of a header that is there more than once, the last one counts. */
  override reduce(): never {
    return Object.fromEntries(Array.from(this, ({ key, value }) => [key, value])) as never;
  }
}

let isBounded = false;

/**
 * Lets kafkajs read the headers of a record in a time that grows with their number, not with its square: one record of another producer could
 * otherwise stop every consumer of the topic. Nothing but the headers of records is read by `readVarIntArray` in kafkajs 2.2.4,
 * which a test holds against the version that is installed.
 */
export function boundHeaderCost(): void {
  if (isBounded) return;
  isBounded = true;
  const { prototype }: { prototype: KafkaDecoder } = createRequire(import.meta.url)(
    'kafkajs/src/protocol/decoder.js',
  );
  const readAll = prototype.readVarIntArray;
  prototype.readVarIntArray = function (this: KafkaDecoder, read) {
    return HeaderList.from(readAll.call(this, read)) as HeaderList;
  };
}
