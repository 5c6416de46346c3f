/**
 * Continues a trend whose edges are NaN along least-squares lines through its outermost known values.
 *
 * @param trend   `Float64Array[n]` with at least one number, NaN only at the edges; filled in place
 * @param points  how many known values each line goes through, ≥ 2
 */
export function extrapolateEdges(trend: Float64Array, points: number): void {
  const front = trend.findIndex((value) => !Number.isNaN(value));
  const back = trend.findLastIndex((value) => !Number.isNaN(value));
  // The last known value is left out of both lines, as in statsmodels, whose ranges end before `back`.
  extend(trend, front, Math.min(front + points, back), 0, front);
  extend(trend, Math.max(front, back - points), back, back + 1, trend.length);
}

/** Fits a line to [from, to) and writes it to [start, end). */
function extend(trend: Float64Array, from: number, to: number, start: number, end: number): void {
  const count = to - from;
  const middle = from + (count - 1) / 2;
  const base = trend[from]!;
  let sum = 0;
  let products = 0;
  let squares = 0;
  for (let i = from; i < to; i++) {
    sum += trend[i]! - base;
    products += (i - middle) * (trend[i]! - base);
    squares += (i - middle) ** 2;
  }
  const slope = squares > 0 ? products / squares : 0;
  const centre = base + (count > 0 ? sum / count : 0);
  for (let i = start; i < end; i++) trend[i] = centre + slope * (i - middle);
}
