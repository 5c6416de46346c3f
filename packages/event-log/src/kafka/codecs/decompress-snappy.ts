import { CodecError, CompressedInput } from './compressed-input.js';
import { ExpandedOutput } from './expanded-output.js';

/** How the stream of Java's snappy library begins: these bytes, and two versions of four bytes each. */
const streamMagic = [0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00];
const streamHeaderBytes = 16;

/**
 * Decompresses Snappy, as a bare block (librdkafka, Go) or as the stream of blocks that Java's clients and brokers write.
 *
 * @param limit  most bytes of the result
 * @throws       {CodecError}
 * @source       https://github.com/google/snappy/blob/main/format_description.txt; org.xerial.snappy.SnappyOutputStream
 */
export function decompressSnappy(compressed: Uint8Array, limit: number): Buffer {
  const input = new CompressedInput(compressed);
  const output = new ExpandedOutput(limit, compressed.length * 4);
  if (!input.startsWith(streamMagic)) {
    readBlock(input, output);
    return output.toBuffer();
  }
  while (!input.isAtEnd) {
    // Streams may stand one behind the other.
    if (input.startsWith(streamMagic)) input.skip(streamHeaderBytes);
    else readBlock(new CompressedInput(input.take(input.uint32(true))), output);
  }
  return output.toBuffer();
}

function readBlock(input: CompressedInput, output: ExpandedOutput): void {
  const begin = output.length;
  const length = readLength(input);
  while (!input.isAtEnd) readElement(input, output, begin);
  if (output.length - begin !== length)
    throw new CodecError(`a Snappy block says that it has ${length} bytes and has ${output.length - begin}`);
}

function readLength(input: CompressedInput): number {
  let length = 0;
  for (let i = 0; i < 5; i += 1) {
    const byte = input.byte();
    length += (byte & 0x7f) * 128 ** i;
    if (byte < 0x80) return length;
  }
  throw new CodecError('the length of a Snappy block has more than five bytes');
}

function readElement(input: CompressedInput, output: ExpandedOutput, begin: number): void {
  const tag = input.byte();
  const upper = tag >> 2;
  if ((tag & 3) === 0) {
    output.append(input.take(upper < 60 ? upper + 1 : input.uint(upper - 59) + 1));
    return;
  }
  const length = (tag & 3) === 1 ? (upper & 7) + 4 : upper + 1;
  const distance = readDistance(tag, input);
  if (distance > output.length - begin) throw new CodecError('a Snappy block refers to what is before it');
  output.repeat(distance, length);
}

function readDistance(tag: number, input: CompressedInput): number {
  if ((tag & 3) === 1) return (tag >> 5) * 256 + input.byte();
  return (tag & 3) === 2 ? input.uint16() : input.uint32();
}
