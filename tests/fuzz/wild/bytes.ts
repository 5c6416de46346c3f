import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { Json } from './json.js';

/** A few bytes of any kind. */
export const wildBytes: fc.Arbitrary<Uint8Array> = fc.uint8Array({ maxLength: 64 });

/** What happens to bytes on their way. */
type Damage =
  | { readonly how: 'none' }
  | { readonly how: 'cut' | 'flip' | 'remove'; readonly at: number; readonly bits: number }
  | { readonly how: 'insert'; readonly at: number; readonly bytes: Uint8Array };

const damage: fc.Arbitrary<Damage> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ how: 'none' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      how: fc.constantFrom('cut' as const, 'flip' as const, 'remove' as const),
      at: fc.nat(),
      bits: fc.integer({ min: 1, max: 255 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ how: fc.constant('insert' as const), at: fc.nat(), bytes: wildBytes }),
  },
);

/** Bytes that are whole, or damaged in up to some places. */
export const damaged = (bytes: fc.Arbitrary<Uint8Array>, most = 3): fc.Arbitrary<Uint8Array> =>
  fc.tuple(bytes, fc.array(damage, { maxLength: most })).map(([whole, all]) => all.reduce(broken, whole));

function broken(bytes: Uint8Array, change: Damage): Uint8Array {
  if (change.how === 'none') return bytes;
  const at = change.at % (bytes.length + 1);
  if (change.how === 'cut') return bytes.slice(0, at);
  if (change.how === 'insert') return Buffer.concat([bytes.slice(0, at), change.bytes, bytes.slice(at)]);
  if (change.how === 'remove') return Buffer.concat([bytes.slice(0, at), bytes.slice(at + 1)]);
  return bytes.map((byte, index) => (index === at ? byte ^ change.bits : byte));
}

/** How a text becomes bytes. */
const encodings = {
  'UTF-8': (text: string) => Buffer.from(text),
  'a byte-order mark': (text: string) => Buffer.from(`\ufeff${text}`),
  'UTF-16': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  gzip: (text: string) => gzipSync(text),
  deflate: (text: string) => deflateSync(text),
} as const;

const encoding = fc.oneof(
  { weight: 8, arbitrary: fc.constant('UTF-8' as const) },
  { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(encodings) as (keyof typeof encodings)[])) },
);

/** Nested so deep that a parser that calls itself runs out of stack, or so long that one that copies runs out of memory. */
const extreme: fc.Arbitrary<string> = fc.oneof(
  fc.nat({ max: 20_000 }).map((depth) => '['.repeat(depth)),
  fc.nat({ max: 8_000 }).map((depth) => `${'['.repeat(depth)}${']'.repeat(depth)}`),
  fc.nat({ max: 4_000 }).map((depth) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`),
  fc.nat({ max: 20_000 }).map((length) => `[${'0,'.repeat(length)}0]`),
  fc.nat({ max: 5_000 }).map((length) => `{${Array.from({ length }, (_, at) => `"k${at}":1`).join(',')}}`),
  fc.nat({ max: 400 }).map((digits) => `${'9'.repeat(digits)}e${digits}`),
);

/** Documents as bytes: well written, in another encoding, damaged; now and then something that is none. */
export const documentBytes = (documents: fc.Arbitrary<Json>): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    {
      weight: 24,
      arbitrary: fc
        .tuple(documents, encoding)
        .map(([document, how]) => encodings[how](JSON.stringify(document)) as Uint8Array),
    },
    { weight: 6, arbitrary: damaged(documents.map((document) => Buffer.from(JSON.stringify(document)))) },
    {
      weight: 1,
      arbitrary: fc.tuple(extreme, encoding).map(([text, how]) => encodings[how](text) as Uint8Array),
    },
    { weight: 1, arbitrary: wildBytes },
  );
