/**
 * Sample quantile by linear interpolation, found by selection: a sort would order thousands of values to read two.
 * Hyndman–Fan type 7, the same as numpy's default.
 *
 * @param values  `Float64Array[n]`, n ≥ 1, no NaN; reordered
 * @param p       probability, 0 to 1
 * @returns       same unit as `values`, within [min, max]
 * @source        Hoare (1961), Algorithm 65: Find, doi:10.1145/366622.366647
 */
export function selectQuantile(values: Float64Array, p: number): number {
  const position = (values.length - 1) * p;
  const below = Math.floor(position);
  const low = select(values, below);
  if (below === position) return low;
  let high = Number.POSITIVE_INFINITY;
  for (let i = below + 1; i < values.length; i++) high = Math.min(high, values[i]!);
  const share = position - below;
  return low * (1 - share) + high * share;
}

/** The value of rank k; afterwards no value before it is larger and none behind it smaller. */
function select(values: Float64Array, k: number): number {
  let from = 0;
  let to = values.length - 1;
  while (from < to) {
    const pivot = values[(from + to) >> 1]!;
    let i = from;
    let j = to;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (k <= j) to = j;
    else if (k >= i) from = i;
    else break;
  }
  return values[k]!;
}
