import { CodecError, CompressedInput } from './compressed-input.js';
import { ExpandedOutput } from './expanded-output.js';

const frameMagic = 0x184d2204;
/** Frames with something else than data in them: sixteen magic numbers, which differ in the last four bits. */
const skippableMagic = 0x184d2a5;
const uncompressedFlag = 0x80000000;
/** What a field of four bits says, when more bytes of the length follow. */
const moreFollows = 15;
const shortestMatch = 4;

/**
 * Decompresses frames of LZ4. Checksums are not compared: the broker has checked the batch as a whole.
 *
 * @param limit  most bytes of the result
 * @throws       {CodecError}
 * @source       https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, lz4_Block_format.md
 */
export function decompressLz4(compressed: Uint8Array, limit: number): Buffer {
  const input = new CompressedInput(compressed);
  const output = new ExpandedOutput(limit, compressed.length * 4);
  while (!input.isAtEnd) {
    const magic = input.uint32();
    if (magic === frameMagic) readFrame(input, output);
    else if (magic >>> 4 === skippableMagic) input.skip(input.uint32());
    else throw new CodecError('there is no LZ4 frame where one should begin');
  }
  return output.toBuffer();
}

function readFrame(input: CompressedInput, output: ExpandedOutput): void {
  const flags = input.byte();
  if (flags >> 6 !== 1) throw new CodecError(`an LZ4 frame is of the unknown version ${flags >> 6}`);
  if (flags & 0x01) throw new CodecError('an LZ4 frame needs a dictionary');
  const contentSizeBytes = flags & 0x08 ? 8 : 0;
  // The size of blocks, and behind the size of the content a checksum.
  input.skip(1 + contentSizeBytes + 1);
  const checksumBytes = flags & 0x10 ? 4 : 0;
  for (let size = input.uint32(); size !== 0; size = input.uint32()) {
    if (size >= uncompressedFlag) output.append(input.take(size - uncompressedFlag));
    else readBlock(new CompressedInput(input.take(size)), output);
    input.skip(checksumBytes);
  }
  input.skip(flags & 0x04 ? 4 : 0);
}

/** Blocks may refer to those before them. */
function readBlock(input: CompressedInput, output: ExpandedOutput): void {
  for (;;) {
    const token = input.byte();
    output.append(input.take(readLength(token >> 4, input)));
    // The last sequence has no match.
    if (input.isAtEnd) return;
    const distance = input.uint16();
    output.repeat(distance, readLength(token & 0x0f, input) + shortestMatch);
  }
}

function readLength(inToken: number, input: CompressedInput): number {
  let length = inToken;
  if (inToken !== moreFollows) return length;
  for (let byte = 255; byte === 255; ) {
    byte = input.byte();
    length += byte;
  }
  return length;
}
