import fc from 'fast-check';

/** Texts that have broken programs. */
const awkward = [
  '',
  ' ',
  '\0',
  '\ufeff',
  '\u202e\u2066evil',
  '\u001b[2J\u001b]0;x\u0007',
  '\u009b31m',
  '\u2028',
  '\ud800',
  '\udfff\ud800',
  '😀'.repeat(30),
  '𝒳\u0301\u0302',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '__name__',
  'null',
  'undefined',
  'NaN',
  '+Inf',
  '-Infinity',
  '1e400',
  '0x10',
  '-0',
  '١٢٣',
  '%00',
  '%',
  '%zz',
  '../../../etc/passwd',
  '"',
  "'; DROP TABLE sla; --",
  '\\',
  '{{x}}',
  '{}',
  '[]',
  'x'.repeat(300),
  'é'.repeat(2_000),
];

/** Any text, those that have broken programs often. */
export const wildText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...awkward) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
  { weight: 2, arbitrary: fc.string({ maxLength: 20 }) },
  // Units of UTF-16, halves of pairs among them.
  {
    weight: 1,
    arbitrary: fc
      .array(fc.nat({ max: 0xffff }), { maxLength: 12 })
      .map((units) => String.fromCharCode(...units)),
  },
  { weight: 1, arbitrary: fc.nat({ max: 60_000 }).map((length) => 'a'.repeat(length)) },
);

/** Numbers at and beyond the ends of what programs expect. */
export const wildNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(
    ...[0, -0, 1, -1, 0.1, 1e21, -1e21, 1e300, 5e-324, Number.MAX_VALUE, 2 ** 31, 2 ** 32, 2 ** 53, 2 ** 63],
    ...[-62_135_596_800, 253_402_300_800, 8.64e12, 8.64e15, 1_700_000_000.5],
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
