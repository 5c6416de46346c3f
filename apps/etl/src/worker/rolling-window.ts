import type { Samples } from '@forewarn/core';

/**
 * The newest grid points of one series: a fixed number of them, NaN where there is no sample.
 * Moving the window forward keeps what is known, so that only new points need fetching.
 */
export class RollingWindow {
  readonly stepMs: number;
  #values: Float64Array;
  #endMs: number;
  #partialFromMs: number | undefined;

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

  /** From here on samples may be missing that the source has; undefined when none are. */
  get partialFromMs(): number | undefined {
    return this.#partialFromMs === undefined ? undefined : Math.max(this.#partialFromMs, this.startMs);
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
   * Takes what was fetched for `[fromMs, endMs]`: points without a sample become missing. Where the answer was partial they stay what
   * they were, and the range is known to be partial until a whole answer has it.
   *
   * @param samples    on the grid; what lies outside the range is ignored; undefined when the series was not found
   * @param isPartial  whether the source says that something may be missing
   */
  replaceFrom(fromMs: number, samples: Samples | undefined, isPartial = false): void {
    const first = Math.max(0, Math.round((fromMs - this.startMs) / this.stepMs));
    if (isPartial) this.#partialFromMs = Math.min(this.#partialFromMs ?? fromMs, fromMs);
    else {
      this.#values.fill(Number.NaN, first);
      if (fromMs <= (this.partialFromMs ?? Number.POSITIVE_INFINITY)) this.#partialFromMs = undefined;
    }
    if (!samples) return;
    for (let i = 0; i < samples.timesMs.length; i += 1) {
      const index = Math.round((samples.timesMs[i]! - this.startMs) / this.stepMs);
      if (index >= first && index < this.#values.length) this.#values[index] = samples.values[i]!;
    }
  }
}
