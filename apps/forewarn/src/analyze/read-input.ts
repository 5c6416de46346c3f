import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { RecordingError } from '@forewarn/prometheus-source';

/**
 * Reads JSON from a file, gzipped or not, or from standard input.
 *
 * @param file  a path, or `-`
 * @throws      {ForewarnError} `invalid-input-file`
 */
export async function readJsonInput(file: string, input: NodeJS.ReadableStream): Promise<unknown> {
  const bytes = await readBytes(file, input);
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString('utf8'));
  } catch (cause) {
    throw new RecordingError(
      'invalid-input-file',
      `${nameOf(file)} is not JSON: ${(cause as Error).message}`,
      { cause },
    );
  }
}

/** The name of the input, for people. */
export const nameOf = (file: string): string => (file === '-' ? 'standard input' : file);

async function readBytes(file: string, input: NodeJS.ReadableStream): Promise<Buffer> {
  if (file === '-') return buffer(input);
  try {
    return await readFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new RecordingError('invalid-input-file', `${file} cannot be read (${code})`, { cause });
  }
}
