import fc from 'fast-check';

/** Moderate numbers. */
export const tame = fc.double({ min: -1e3, max: 1e3, noNaN: true, noDefaultInfinity: true });
/** Series of 30 to 80 moderate numbers. */
export const tameSeries = fc.array(tame, { minLength: 30, maxLength: 80 });

/** What monitoring and bad luck produce: offsets, steps, spikes, zeros, lines, alternation, huge and broken numbers. */
export const extremeSeries = fc.oneof(
  fc.array(fc.double(), { maxLength: 60 }),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 60 }),
  fc.array(
    fc.double({ min: -1, max: 1, noNaN: true }).map((v) => 1e10 + v),
    { maxLength: 60 },
  ),
  fc.array(fc.constantFrom(0, 1, -1, 1e308, -1e308, 1e-320, 5e-324, 1e150), { maxLength: 40 }),
  fc.array(fc.constantFrom(1e139, 9e139), { maxLength: 40 }),
  fc.array(fc.constantFrom(1e-310, 3e-310), { maxLength: 40 }),
  fc.tuple(fc.nat(60), tame, tame).map(([n, a, b]) => Array.from({ length: n }, (_, i) => a + b * i)),
  fc.tuple(fc.nat(60), tame, tame).map(([n, a, b]) => Array.from({ length: n }, (_, i) => (i % 2 ? a : b))),
  fc.tuple(fc.nat(60), fc.nat(60)).map(([n, at]) => Array.from({ length: n }, (_, i) => (i < at ? 1 : 1e9))),
  fc
    .tuple(fc.nat(60), fc.nat(60))
    .map(([n, at]) => Array.from({ length: n }, (_, i) => (i === at ? 1e12 : 7))),
);

/** @returns  whether no entry is NaN or infinite */
export const finite = (values: ArrayLike<number>) => Array.from(values).every(Number.isFinite);
