import { createRequire } from 'node:module';
import kafkajs from 'kafkajs';

/** A record as any client may write it, a header without a value included. */
export interface ForeignRecord {
  readonly key: Buffer | string | null;
  readonly value: Buffer | string | null;
  readonly headers?: Readonly<Record<string, ForeignHeader | readonly ForeignHeader[]>>;
}

/** What stands in a header; null, as in clients of other languages, is no value at all. */
export type ForeignHeader = Buffer | string | null;

/** A producer that is none of ours. */
export interface ForeignProducer {
  /** Appends records to partition 0. @param compression  Default: `none` */
  send(topic: string, records: readonly ForeignRecord[], compression?: 'none' | 'gzip'): Promise<void>;
  close(): Promise<void>;
}

/**
 * Connects a producer that writes what Kafka allows, not only what the port `EventLog` has words for.
 *
 * @param brokers  `host:port` of some brokers
 */
export async function foreignProducer(brokers: readonly string[]): Promise<ForeignProducer> {
  teachNullHeaders();
  const { Kafka, logLevel, CompressionTypes } = kafkajs;
  const types = { none: CompressionTypes.None, gzip: CompressionTypes.GZIP };
  const kafka = new Kafka({ brokers: [...brokers], clientId: 'foreign', logLevel: logLevel.NOTHING });
  const producer = kafka.producer({ allowAutoTopicCreation: false });
  await producer.connect();
  return {
    async send(topic, records, compression = 'none') {
      const messages = records.map(({ headers, ...rest }) => ({
        ...rest,
        headers: toHeaders(headers),
        partition: 0,
      }));
      await producer.send({ topic, messages, compression: types[compression] });
    },
    close: () => producer.disconnect(),
  };
}

interface KafkaEncoder {
  writeVarInt(value: number): this;
  writeVarIntBytes(value: unknown): this;
}

/** Stands for null on the way through kafkajs, which trips over one when it computes sizes. The size of null is that of no bytes. */
const noValue = Buffer.alloc(0);
let isTaught = false;

function teachNullHeaders(): void {
  if (isTaught) return;
  isTaught = true;
  const Encoder: { prototype: KafkaEncoder } = createRequire(import.meta.url)(
    'kafkajs/src/protocol/encoder.js',
  );
  const write = Encoder.prototype.writeVarIntBytes;
  Encoder.prototype.writeVarIntBytes = function (this: KafkaEncoder, value) {
    return value === noValue ? this.writeVarInt(-1) : write.call(this, value);
  };
}

const toHeaders = (headers: ForeignRecord['headers'] = {}) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, toValues(value)]));

const toValues = (value: ForeignHeader | readonly ForeignHeader[]): Buffer | string | (Buffer | string)[] =>
  value === null || typeof value === 'string' || Buffer.isBuffer(value)
    ? (value ?? noValue)
    : value.map((one) => one ?? noValue);
