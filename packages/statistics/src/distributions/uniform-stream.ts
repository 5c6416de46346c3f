/**
 * An endless stream of uniform numbers, the same for the same seed.
 * Mulberry32: 32 bits of state, ample for a few hundred thousand draws, not for cryptography.
 *
 * @param seed  any whole number; its lower 32 bits count
 * @returns     a function that gives the next number, strictly between 0 and 1
 * @source      Tommy Ettinger, mulberry32 (public domain)
 */
export function uniformStream(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return (((bits ^ (bits >>> 14)) >>> 0) + 0.5) / 2 ** 32;
  };
}
