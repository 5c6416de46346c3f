import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solvePositiveDefinite } from './solve-positive-definite.js';

describe('solvePositiveDefinite', () => {
  it('finds what multiplies to the right-hand sides', () => {
    const size = fc.integer({ min: 1, max: 8 });
    const entry = fc.double({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        size.chain((n) => fc.tuple(fc.constant(n), fc.array(entry, { minLength: n * n, maxLength: n * n }))),
        fc.integer({ min: 1, max: 4 }),
        ([n, m], count) => {
          // M·Mᵗ + I is positive definite, with a condition of at most 1 + n².
          const a = new Float64Array(n * n);
          for (let i = 0; i < n; i++)
            for (let j = 0; j < n; j++) {
              a[i * n + j] = i === j ? 1 : 0;
              for (let k = 0; k < n; k++) a[i * n + j]! += m[i * n + k]! * m[j * n + k]!;
            }
          const w = Float64Array.from({ length: n * count }, (_, i) => ((i * 7) % 11) - 5);
          const b = new Float64Array(n * count);
          for (let i = 0; i < n; i++)
            for (let c = 0; c < count; c++)
              for (let k = 0; k < n; k++) b[i * count + c]! += a[i * n + k]! * w[k * count + c]!;
          solvePositiveDefinite(a, n, b, count);
          b.forEach((value, i) => {
            expect(value).toBeCloseTo(w[i]!, 10);
          });
        },
      ),
    );
  });

  it('reads the lower half only', () => {
    const b = Float64Array.of(10, 9);
    solvePositiveDefinite(Float64Array.of(4, Number.NaN, 2, 3), 2, b, 1);
    // 4·1.5 + 2·2 = 10 and 2·1.5 + 3·2 = 9.
    expect(b[0]).toBeCloseTo(1.5, 12);
    expect(b[1]).toBeCloseTo(2, 12);
  });
});
