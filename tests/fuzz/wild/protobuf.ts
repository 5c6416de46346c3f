import fc from 'fast-check';
import { wildBytes } from './bytes.js';
import { wildText } from './texts.js';

/** A field of a message as it stands on the wire. */
type WireField =
  | { readonly field: number; readonly varint: bigint }
  | { readonly field: number; readonly bytes: Uint8Array }
  | { readonly field: number; readonly fixed: Uint8Array }
  | { readonly field: number; readonly wireType: number };

function varint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(rest & 0x7fn) | (rest > 0x7fn ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return bytes;
}

const tag = (field: number, wireType: number): number[] => varint(BigInt(field * 8 + wireType));

/** The bytes of a message with these fields, in this order. @source https://protobuf.dev/programming-guides/encoding/ */
const wireMessage = (fields: readonly WireField[]): Uint8Array =>
  Buffer.concat(
    fields.map((each) => {
      if ('varint' in each) return Buffer.from([...tag(each.field, 0), ...varint(each.varint)]);
      if ('bytes' in each)
        return Buffer.concat([
          Buffer.from([...tag(each.field, 2), ...varint(BigInt(each.bytes.length))]),
          each.bytes,
        ]);
      if ('fixed' in each)
        return Buffer.concat([Buffer.from(tag(each.field, each.fixed.length === 4 ? 5 : 1)), each.fixed]);
      return Buffer.from(tag(each.field, each.wireType));
    }),
  );

const text = (field: number, value: string): WireField => ({ field, bytes: Buffer.from(value) });

/** A number of 64 bits, those at the ends often. */
const wildInteger = fc.oneof(
  fc.constantFrom(
    0n,
    1n,
    -1n,
    5n,
    2n ** 31n,
    2n ** 63n - 1n,
    -(2n ** 63n),
    253_402_300_799n,
    -62_135_596_800n,
  ),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
);

/** A field that does not belong where it stands, or has another type than it should. */
const strayField: fc.Arbitrary<WireField> = fc
  .tuple(
    fc.oneof(fc.integer({ min: 1, max: 7 }), fc.constantFrom(0, 15, 16, 536_870_911)),
    fc.oneof(
      wildInteger.map((value) => ({ varint: value })),
      wildBytes.map((bytes) => ({ bytes })),
      fc.uint8Array({ minLength: 4, maxLength: 4 }).map((fixed) => ({ fixed })),
      fc.uint8Array({ minLength: 8, maxLength: 8 }).map((fixed) => ({ fixed })),
      // Groups and types that there are not.
      fc.constantFrom(3, 4, 6, 7).map((wireType) => ({ wireType })),
    ),
  )
  .map(([field, content]) => ({ field, ...content }) as WireField);

const withStrays = (fields: fc.Arbitrary<readonly WireField[]>): fc.Arbitrary<readonly WireField[]> =>
  fc.oneof(
    { weight: 5, arbitrary: fields },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fields, fc.array(strayField, { maxLength: 2 }))
        .map(([own, strays]) => [...own, ...strays]),
    },
  );

const timestamp = withStrays(
  fc.tuple(wildInteger, wildInteger).map(([seconds, nanos]) => [
    { field: 1, varint: seconds },
    { field: 2, varint: nanos },
  ]),
);

const patternText = fc.constantFrom(
  '.*',
  '(',
  'a{1000}{1000}',
  '((a{100}){100}){100}',
  '(?i)[\\x{0}-\\x{10ffff}]{900}',
  '^$',
  'x|',
  '\\C',
);
const matcher = withStrays(
  fc
    .tuple(
      fc.oneof(fc.constantFrom('job', 'device', 'a.b', ''), wildText),
      fc.oneof(fc.constantFrom(1n, 2n, 3n, 3n, 4n), wildInteger),
      fc.oneof(patternText, wildText),
    )
    .map(([name, operator, value]) => [text(1, name), { field: 2, varint: operator }, text(3, value)]),
);

const nested = (field: number, message: fc.Arbitrary<readonly WireField[]>): fc.Arbitrary<WireField> =>
  message.map((fields) => ({ field, bytes: wireMessage(fields) }));

const selectorField: fc.Arbitrary<WireField> = fc.oneof(
  fc.oneof(fc.constantFrom('disk_bytes', ''), wildText).map((metric) => text(1, metric)),
  fc.oneof(fc.constantFrom('sda', ''), wildText).map((partition) => text(2, partition)),
  nested(3, matcher),
  nested(4, timestamp),
  nested(5, timestamp),
  // Bytes that are no UTF-8, where text should be.
  wildBytes.map((bytes) => ({ field: 1, bytes })),
);

/** Beyond what the server takes. */
const mostRequestBytes = 100_000;

/** A request for what a selector selects: all requests of the retrieval service are that. */
export const selectorRequest: fc.Arbitrary<Uint8Array> = fc.oneof(
  {
    weight: 12,
    arbitrary: withStrays(
      fc.array(nested(1, withStrays(fc.array(selectorField, { maxLength: 5 }))), {
        minLength: 1,
        maxLength: 2,
      }),
    ).map(wireMessage),
  },
  // More conditions than there may be, and larger than a request may be.
  {
    weight: 1,
    arbitrary: fc.tuple(matcher, fc.nat({ max: 3_000 })).map(([fields, count]) => {
      const one: WireField = { field: 3, bytes: wireMessage(fields) };
      const most = Math.min(count, Math.ceil(mostRequestBytes / one.bytes.length));
      return wireMessage([{ field: 1, bytes: wireMessage(Array(most).fill(one)) }]);
    }),
  },
  // Messages in messages in messages.
  {
    weight: 1,
    arbitrary: fc.nat({ max: 2_000 }).map((depth) => {
      let bytes: Uint8Array = Buffer.alloc(0);
      for (let level = 0; level < depth; level += 1) bytes = wireMessage([{ field: 1 + (level % 3), bytes }]);
      return bytes;
    }),
  },
  { weight: 1, arbitrary: wildBytes },
);
