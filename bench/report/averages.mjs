/**
 * The middle of a sample; of an even number of values, the mean of the two in the middle.
 *
 * @param {Iterable<number>} values  at least one, any order, not mutated
 * @returns {number} in the unit of the values
 */
export function median(values) {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length / 2;
  return (sorted[Math.ceil(half) - 1] + sorted[Math.floor(half)]) / 2;
}

/**
 * The arithmetic mean.
 *
 * @param {Iterable<number>} values  at least one
 * @returns {number} in the unit of the values
 */
export function mean(values) {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}
