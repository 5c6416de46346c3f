import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RollingWindow } from './rolling-window.js';

const stepMs = 60_000;
const series = { metric: 'm', labels: {} };
const samplesAt = (points: ReadonlyMap<number, number>) => ({
  series,
  timesMs: Float64Array.from(points.keys(), (point) => point * stepMs),
  values: Float64Array.from(points.values()),
});

/** What the window should be: a map from grid point to value, cut to its newest points. */
class Model {
  readonly #values = new Map<number, number>();
  constructor(
    readonly length: number,
    public end: number,
  ) {}
  advanceTo(end: number): void {
    this.end = Math.max(this.end, end);
  }
  replaceFrom(from: number, points: ReadonlyMap<number, number>): void {
    for (let point = Math.max(from, this.end - this.length + 1); point <= this.end; point += 1) {
      const value = points.get(point);
      if (value === undefined) this.#values.delete(point);
      else this.#values.set(point, value);
    }
  }
  get values(): number[] {
    const points = Array.from({ length: this.length }, (_, i) => this.end - this.length + 1 + i);
    return points.map((point) => this.#values.get(point) ?? Number.NaN);
  }
}

describe('RollingWindow', () => {
  it('begins with nothing', () => {
    const window = new RollingWindow(3, stepMs, 10 * stepMs);
    expect([...window.values]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([window.startMs, window.endMs]).toEqual([8 * stepMs, 10 * stepMs]);
  });

  it('keeps what it knows when it moves on', () => {
    const window = new RollingWindow(3, stepMs, 2 * stepMs);
    window.replaceFrom(
      0,
      samplesAt(
        new Map([
          [0, 1],
          [1, 2],
          [2, 3],
        ]),
      ),
    );
    window.advanceTo(3 * stepMs);
    expect([...window.values]).toEqual([2, 3, Number.NaN]);
  });

  it('forgets everything when it moves on by more than its length', () => {
    const window = new RollingWindow(2, stepMs, stepMs);
    window.replaceFrom(
      0,
      samplesAt(
        new Map([
          [0, 1],
          [1, 2],
        ]),
      ),
    );
    window.advanceTo(100 * stepMs);
    expect([...window.values]).toEqual([Number.NaN, Number.NaN]);
  });

  it('does not move back', () => {
    const window = new RollingWindow(2, stepMs, 5 * stepMs);
    window.advanceTo(4 * stepMs);
    expect(window.endMs).toBe(5 * stepMs);
  });

  it('does what a map of its newest points would do', () => {
    const points = fc
      .dictionary(fc.nat(60).map(String), fc.double({ noNaN: true }))
      .map((byText) => new Map(Object.entries(byText).map(([point, value]) => [Number(point), value])));
    const move = fc.record({
      advance: fc.nat(12),
      back: fc.integer({ min: -2, max: 12 }),
      points: fc.option(points, { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), fc.array(move, { maxLength: 8 }), (length, moves) => {
        const model = new Model(length, 0);
        const window = new RollingWindow(length, stepMs, 0);
        for (const { advance, back, points: given } of moves) {
          const from = model.end + advance - back;
          model.advanceTo(model.end + advance);
          window.advanceTo(window.endMs + advance * stepMs);
          model.replaceFrom(from, given ?? new Map());
          window.replaceFrom(from * stepMs, given && samplesAt(given));
          expect([...window.values]).toEqual(model.values);
          expect(window.endMs).toBe(model.end * stepMs);
          expect(window.startMs).toBe((model.end - length + 1) * stepMs);
        }
      }),
    );
  });
});
