import { promisify } from 'node:util';
import { gzip, unzip } from 'node:zlib';
import kafkajs from 'kafkajs';
import { CodecError } from './compressed-input.js';
import { decompressLz4 } from './decompress-lz4.js';
import { decompressSnappy } from './decompress-snappy.js';
import { decompressZstd } from './decompress-zstd.js';

/**
 * Most bytes of a batch when it is decompressed. A broker takes batches of 1 MiB (`max.message.bytes`), and what is stored in them
 * becomes rarely more than twenty times as large.
 */
const longestBatchBytes = 64 * 1024 * 1024;

/** What kafkajs asks for: it hands over an encoder with the bytes in it, and gets a promise of bytes. */
interface Codec {
  compress(encoder: { readonly buffer: Buffer }): Promise<Buffer>;
  decompress(compressed: Buffer): Promise<Buffer>;
}

const readingOnly = (decompress: (compressed: Buffer, limit: number) => Buffer | Promise<Buffer>): Codec => ({
  compress: async () => {
    throw new CodecError('Forewarn reads this compression, but does not write it');
  },
  decompress: async (compressed) => decompress(compressed, longestBatchBytes),
});

const [compressGzip, decompressGzip] = [promisify(gzip), promisify(unzip)];

const gzipCodec: Codec = {
  compress: ({ buffer }) => compressGzip(buffer),
  decompress: (compressed) => decompressGzip(compressed, { maxOutputLength: longestBatchBytes }),
};

const snappyCodec = readingOnly(decompressSnappy);
const lz4Codec = readingOnly(decompressLz4);
const zstdCodec = readingOnly(decompressZstd);

/**
 * Teaches kafkajs, which knows only gzip by itself, to read every compression of Kafka: a topic with a `compression.type` of its own is
 * compressed by the broker, whatever was written, and producers choose as they like.
 */
export function installCodecs(): void {
  const { CompressionCodecs: codecs, CompressionTypes: types } = kafkajs;
  codecs[types.GZIP] = () => gzipCodec;
  codecs[types.Snappy] = () => snappyCodec;
  codecs[types.LZ4] = () => lz4Codec;
  codecs[types.ZSTD] = () => zstdCodec;
}
