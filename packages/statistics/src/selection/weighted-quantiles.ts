/**
 * Weighted quantiles by selection: for each, the least value at and below which lies at least that share of the weight.
 *
 * @param values   `Float64Array[≥ count]`, finite; reordered
 * @param weights  `Float64Array[≥ count]`, > 0; reordered with the values
 * @param count    entries in use, ≥ 1
 * @param shares   within [0, 1]
 * @returns        one value for each share
 */
export function weightedQuantiles(
  values: Float64Array,
  weights: Float64Array,
  count: number,
  shares: readonly number[],
): number[] {
  let total = 0;
  for (let i = 0; i < count; i++) total += weights[i]!;
  return shares.map((share) => selectByWeight(values, weights, count, share * total));
}

/** Quickselect (Hoare 1961) that counts weight in place of entries. */
function selectByWeight(values: Float64Array, weights: Float64Array, count: number, wanted: number): number {
  let low = 0;
  let high = count - 1;
  let below = 0;
  while (low < high) {
    const pivot = middleOf(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      swap(values, i, j);
      swap(weights, i, j);
      i++;
      j--;
    }
    // Now [low, j] ≤ pivot ≤ [i, high], and what lies between equals the pivot.
    let weight = below;
    for (let k = low; k <= j; k++) weight += weights[k]!;
    if (wanted <= weight && j >= low) {
      high = j;
      continue;
    }
    for (let k = j + 1; k < i; k++) weight += weights[k]!;
    if (wanted <= weight || i > high) return pivot;
    below = weight;
    low = i;
  }
  return values[low]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function swap(array: Float64Array, i: number, j: number): void {
  const kept = array[i]!;
  array[i] = array[j]!;
  array[j] = kept;
}
