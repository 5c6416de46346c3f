import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CodecError } from './compressed-input.js';
import { decompressLz4 } from './decompress-lz4.js';
import { decompressSnappy } from './decompress-snappy.js';
import { decompressZstd } from './decompress-zstd.js';

const limit = 1024 * 1024;
const text = 'forewarn forewarn forewarn forewarn forewarn\n';
const hex = (digits: string) => Buffer.from(digits, 'hex');

/** The text as Kafka's Java client 4.1.1 compresses it (`Compression.of(type).build().wrapForOutput`), and as a bare block of its Snappy. */
const written = {
  'Snappy of Java': [
    decompressSnappy,
    hex('82534e41505059000000000100000001000000102d20666f72657761726e208a0900000a'),
  ],
  'Snappy without a frame': [decompressSnappy, hex('2d20666f72657761726e208a0900000a')],
  LZ4: [decompressLz4, hex('04224d18604082130000009f666f72657761726e2009000c507761726e0a00000000')],
  Zstandard: [decompressZstd, hex('28b52ffd005884000050666f72657761726e200a0100489623010000')],
} as const;
const each = Object.entries(written);

/** A frame of blocks each of which repeats one byte. */
function zstdBomb(blocks: number, blockBytes = 128 * 1024): Buffer {
  const block = (isLast: boolean) => {
    const header = Buffer.alloc(4);
    header.writeUIntLE(Number(isLast) + (1 << 1) + blockBytes * 8, 0, 3);
    return header;
  };
  const all = Array.from({ length: blocks }, (_, at) => block(at === blocks - 1));
  return Buffer.concat([hex('28b52ffd0038'), ...all]);
}

/** A frame whose one block repeats one byte: each further byte of it stands for 255. */
function lz4Bomb(bytes: number): Buffer {
  const length = Buffer.alloc(Math.floor(bytes / 255) + 1, 255);
  length[length.length - 1] = 0;
  const block = Buffer.concat([hex('1f00' + '0100'), length, hex('00')]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(block.length);
  return Buffer.concat([hex('04224d18604082'), size, block, hex('00000000')]);
}

/** What comes of bytes that may be anything. @throws what is no {@link CodecError} */
async function lengthOrError(
  decompress: (bytes: Buffer, limit: number) => Buffer | Promise<Buffer>,
  bytes: Buffer,
) {
  try {
    return (await decompress(bytes, limit)).length;
  } catch (thrown) {
    if (thrown instanceof CodecError) return thrown.message;
    throw thrown;
  }
}

describe('decompression', () => {
  test.each(each)('reads %s', async (_, [decompress, compressed]) => {
    expect(String(await decompress(compressed, limit))).toBe(text);
  });

  test.each(each)(
    'of %s reads what stands at an offset of its memory, as a fetched batch does',
    async (_, [decompress, compressed]) => {
      const padded = Buffer.concat([Buffer.alloc(3), compressed, Buffer.alloc(3)]);
      expect(String(await decompress(padded.subarray(3, -3), limit))).toBe(text);
    },
  );

  test.each(each)('of %s refuses what ends too early', async (_, [decompress, compressed]) => {
    for (let length = 1; length < compressed.length - 4; length += 1)
      expect(await lengthOrError(decompress, compressed.subarray(0, length))).not.toBe(text.length);
  });

  test.each(each)(
    'of %s ends with bytes or a codec error, whatever it is given',
    async (_, [decompress, compressed]) => {
      const damage = fc.array(fc.record({ at: fc.nat(compressed.length - 1), byte: fc.nat(255) }), {
        minLength: 1,
      });
      await fc.assert(
        fc.asyncProperty(damage, fc.uint8Array({ maxLength: 60 }), async (changes, tail) => {
          const damaged = Buffer.concat([compressed, tail]);
          for (const { at, byte } of changes) damaged[at] = byte;
          await lengthOrError(decompress, damaged);
          await lengthOrError(decompress, Buffer.from(tail));
        }),
        { seed: 1, numRuns: 100 },
      );
    },
  );

  it('reads streams of Java’s Snappy and frames of LZ4 that stand one behind the other', () => {
    const [, snappy] = written['Snappy of Java'];
    const [, lz4] = written.LZ4;
    const skippable = hex('502a4d1803000000ffffff');
    expect(String(decompressSnappy(Buffer.concat([snappy, snappy]), limit))).toBe(text + text);
    expect(String(decompressLz4(Buffer.concat([lz4, skippable, lz4]), limit))).toBe(text + text);
  });

  it('reads as much as the limit, and refuses more without taking the memory', async () => {
    expect((await decompressZstd(zstdBomb(8), limit)).length).toBe(limit);
    expect(await lengthOrError(decompressZstd, zstdBomb(100_000))).toMatch(/more than 1048576 bytes/);
    expect((await lengthOrError(decompressLz4, lz4Bomb(1_000_000))) as number).toBeGreaterThan(990_000);
    expect(await lengthOrError(decompressLz4, lz4Bomb(1e9))).toMatch(/more than 1048576 bytes/);
  });
});
