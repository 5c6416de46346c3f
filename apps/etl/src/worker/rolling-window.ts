import type { Samples } from '@forewarn/core';

/**
 * The newest grid points of one series: a fixed number of them, NaN where there is no sample.
 * Moving the window forward keeps what is known, so that only new points need fetching.
 */
export class RollingWindow {
  readonly stepMs: number;
  #values: Float64Array;
  #endMs: number;

  /**
   * @param length  grid points kept, ≥ 1
   * @param stepMs  distance of the grid points
   * @param endMs   the last grid point, epoch milliseconds
   */
  constructor(length: number, stepMs: number, endMs: number) {
    this.stepMs = stepMs;
    this.#values = new Float64Array(length).fill(Number.NaN);
    this.#endMs = endMs;
  }

  /** The first grid point. */
  get startMs(): number {
    return this.#endMs - (this.#values.length - 1) * this.stepMs;
  }

  /** The last grid point. */
  get endMs(): number {
    return this.#endMs;
  }

  /** The values, oldest first: `number[length]` in the unit of the series, NaN where missing. A view, not a copy. */
  get values(): Float64Array {
    return this.#values;
  }

  /** Moves the end forward to `endMs`, a grid point; points that leave are dropped, new ones are missing. */
  advanceTo(endMs: number): void {
    const steps = Math.round((endMs - this.#endMs) / this.stepMs);
    if (steps <= 0) return;
    this.#values.copyWithin(0, Math.min(steps, this.#values.length));
    this.#values.fill(Number.NaN, Math.max(0, this.#values.length - steps));
    this.#endMs = endMs;
  }

  /**
   * Takes what was fetched for `[fromMs, endMs]`: points without a sample become missing.
   *
   * @param samples  on the grid; what lies outside the range is ignored; undefined when the series was not found
   */
  replaceFrom(fromMs: number, samples: Samples | undefined): void {
    const first = Math.max(0, Math.round((fromMs - this.startMs) / this.stepMs));
    this.#values.fill(Number.NaN, first);
    if (!samples) return;
    for (let i = 0; i < samples.timesMs.length; i += 1) {
      const index = Math.round((samples.timesMs[i]! - this.startMs) / this.stepMs);
      if (index >= first && index < this.#values.length) this.#values[index] = samples.values[i]!;
    }
  }
}
