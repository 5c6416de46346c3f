import { constants } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { RecordingError } from '@forewarn/prometheus-source';

/** More is no text that JavaScript can hold: a hostile file does not fill the memory. */
const mostBytes = constants.MAX_STRING_LENGTH;

/**
 * Reads JSON from a file, gzipped or not, or from standard input: UTF-8 with or without a byte-order mark, or UTF-16 with one, as
 * PowerShell writes it.
 *
 * @param file     a path, or `-`
 * @param longest  bytes that are read of standard input, and unpacked of a file
 * @throws         {ForewarnError} `invalid-input-file`
 */
export async function readJsonInput(
  file: string,
  input: NodeJS.ReadableStream,
  longest = mostBytes,
): Promise<unknown> {
  const bytes = await readBytes(file, input, longest);
  try {
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return JSON.parse(textOf(isGzip ? gunzipSync(bytes, { maxOutputLength: longest }) : bytes));
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

/** Takes the mark for what it is: how the text is encoded, and no part of it. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}

async function readBytes(file: string, input: NodeJS.ReadableStream, longest: number): Promise<Buffer> {
  if (file === '-') return readStream(input, longest);
  try {
    return await readFile(file);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? 'unknown error';
    throw new RecordingError('invalid-input-file', `${file} cannot be read (${code})`, { cause });
  }
}

async function readStream(input: NodeJS.ReadableStream, longest: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of input) {
    chunks.push(Buffer.from(chunk));
    length += chunk.length;
    if (length > longest) {
      throw new RecordingError('invalid-input-file', `standard input is larger than ${longest} bytes`);
    }
  }
  return Buffer.concat(chunks);
}
