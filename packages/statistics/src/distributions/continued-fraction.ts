const TINY = 1e-300;
const MAX_TERMS = 10_000;
const PRECISION = 4 * Number.EPSILON;

/**
 * Evaluates b₀ + a₁/(b₁ + a₂/(b₂ + …)) until further terms change nothing.
 *
 * @param start        b₀
 * @param numerator    a(k), k ≥ 1
 * @param denominator  b(k), k ≥ 1
 * @returns            the value of the fraction
 * @source             modified Lentz method: Thompson & Barnett (1986), doi:10.1016/0021-9991(86)90046-X
 */
export function continuedFraction(
  start: number,
  numerator: (k: number) => number,
  denominator: (k: number) => number,
): number {
  let value = nonZero(start);
  let ahead = value;
  let behind = 0;
  for (let k = 1; k < MAX_TERMS; k++) {
    const a = numerator(k);
    const b = denominator(k);
    behind = 1 / nonZero(b + a * behind);
    ahead = nonZero(b + a / ahead);
    value *= ahead * behind;
    if (Math.abs(ahead * behind - 1) < PRECISION) break;
  }
  return value;
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value;
}
