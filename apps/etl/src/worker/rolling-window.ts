import type { Samples, TimeRange } from '@forewarn/core';

/**
 * The newest grid points of one series: a fixed number of them, NaN where there is no sample.
 * Moving the window forward keeps what is known, so that only new points need fetching.
 */
export class RollingWindow {
  readonly stepMs: number;
  #values: Float64Array;
  #endMs: number;
  #partial: TimeRange | undefined;

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
    const partial = this.#partial;
    return partial && partial.endMs >= this.startMs ? Math.max(partial.startMs, this.startMs) : undefined;
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
   * they were, and the range is known to be partial until a whole answer has it, or it has left the window.
   *
   * @param samples    on the grid; what lies outside the range is ignored; undefined when the series was not found
   * @param isPartial  whether the source says that something may be missing
   */
  replaceFrom(fromMs: number, samples: Samples | undefined, isPartial = false): void {
    if (isPartial)
      this.#partial = { startMs: Math.min(this.partialFromMs ?? fromMs, fromMs), endMs: this.#endMs };
    else {
      this.#values.fill(Number.NaN, this.#indexFrom(fromMs));
      this.#partial = this.#partialBefore(fromMs);
    }
    this.addFrom(fromMs, samples);
  }

  /** Takes samples of `[fromMs, endMs]` beside those that are known: of a partial answer about a range of which parts are whole. */
  addFrom(fromMs: number, samples: Samples | undefined): void {
    if (!samples) return;
    const first = this.#indexFrom(fromMs);
    for (let i = 0; i < samples.timesMs.length; i += 1) {
      const index = Math.round((samples.timesMs[i]! - this.startMs) / this.stepMs);
      if (index >= first && index < this.#values.length) this.#values[index] = samples.values[i]!;
    }
  }

  #indexFrom(fromMs: number): number {
    return Math.max(0, Math.round((fromMs - this.startMs) / this.stepMs));
  }

  /** What is left of the partial range when all from here on is whole. */
  #partialBefore(wholeFromMs: number): TimeRange | undefined {
    const startMs = this.partialFromMs;
    if (startMs === undefined || wholeFromMs <= startMs) return undefined;
    return { startMs, endMs: Math.min(this.#partial!.endMs, wholeFromMs - this.stepMs) };
  }
}
