/**
 * Partial autocorrelations by Burg's method: those that least the squared errors of forecasts in both directions of time.
 * Less biased than Yule–Walker near a unit root, and never beyond ±1.
 *
 * @param x      `Float64Array[n]`, centred, not mutated
 * @param order  largest lag, < n
 * @returns      `Float64Array[order+1]` within [-1, 1]; entry 0 is 1; 0 from the order on that leaves no error to explain
 * @source       Burg (1967), Maximum entropy spectral analysis; Brockwell & Davis (2016), section 5.1.2
 */
export function burgReflections(x: Float64Array, order: number): Float64Array {
  const n = x.length;
  const reflections = new Float64Array(order + 1);
  reflections[0] = 1;
  const forward = Float64Array.from(x);
  const backward = Float64Array.from(x);
  const floor = 1e-28 * x.reduce((sum, value) => sum + value * value, 0);
  for (let lag = 1; lag <= order; lag++) {
    let products = 0;
    let squares = 0;
    for (let i = lag; i < n; i++) {
      products += forward[i]! * backward[i - 1]!;
      squares += forward[i]! * forward[i]! + backward[i - 1]! * backward[i - 1]!;
    }
    if (!(squares > floor)) break;
    const reflection = (2 * products) / squares;
    reflections[lag] = reflection;
    // From the end, because a backward error takes the place of its left neighbour.
    for (let i = n - 1; i >= lag; i--) {
      const ahead = forward[i]!;
      forward[i] = ahead - reflection * backward[i - 1]!;
      backward[i] = backward[i - 1]! - reflection * ahead;
    }
  }
  return reflections;
}
