import { readFileSync } from 'node:fs';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** What JSON cannot say is an object of one such field. */
const bytesField = '$bytes';
const packedField = '$deflated';
const numberField = '$number';

/** Longer ones are packed: what failed is often long and alike. */
const mostPlainBytes = 600;

/** An input as a file keeps it: bytes in base64, numbers that JSON does not know by their names. */
export const toKept = (input: unknown): string =>
  JSON.stringify(input, function (name, value) {
    // Buffers have a JSON form of their own, which JSON.stringify takes before it asks.
    const raw: unknown = (this as Record<string, unknown>)[name];
    if (raw instanceof Uint8Array) return keptBytes(raw);
    const isSpecial = typeof raw === 'number' && (!Number.isFinite(raw) || Object.is(raw, -0));
    return isSpecial ? { [numberField]: Object.is(raw, -0) ? '-0' : String(raw) } : value;
  });

const keptBytes = (bytes: Uint8Array) =>
  bytes.length <= mostPlainBytes
    ? { [bytesField]: Buffer.from(bytes).toString('base64') }
    : { [packedField]: deflateRawSync(bytes).toString('base64') };

/** The inverse of {@link toKept}. */
export const fromKept = (text: string): unknown =>
  JSON.parse(text, (_, value) => {
    if (typeof value?.[bytesField] === 'string') return Buffer.from(value[bytesField], 'base64');
    if (typeof value?.[packedField] === 'string')
      return inflateRawSync(Buffer.from(value[packedField], 'base64'));
    return typeof value?.[numberField] === 'string' ? Number(value[numberField]) : value;
  });

/** The inputs that once failed at a surface, by a sentence each: kept/SURFACE.json. */
export const keptInputs = (surface: string): Readonly<Record<string, unknown>> =>
  fromKept(readFileSync(new URL(`../kept/${surface}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;
