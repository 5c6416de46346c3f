import { CodecError } from './compressed-input.js';
import { ExpandedOutput } from './expanded-output.js';

/**
 * Decompresses Zstandard. What does it is loaded at the first use: most logs hold none.
 *
 * @param limit  most bytes of the result
 * @throws       {CodecError}
 */
export async function decompressZstd(compressed: Uint8Array, limit: number): Promise<Buffer> {
  const { Decompress } = await import('fzstd');
  const output = new ExpandedOutput(limit, compressed.length * 4);
  // As a stream, which gives its result block by block: what is too large is given up before it is all in memory.
  const stream = new Decompress((block) => output.append(block));
  try {
    stream.push(compressed, true);
  } catch (thrown) {
    if (thrown instanceof CodecError) throw thrown;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new CodecError(`the bytes are no Zstandard: ${reason}`, { cause: thrown });
  }
  return output.toBuffer();
}
