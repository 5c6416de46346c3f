import { dot } from '../series/dot.js';
import { workArrays } from '../series/work-arrays.js';

interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** Inner product of both over all variables; over the free ones it can vanish, and the pair is then passed over. */
  wholeCurvature: number;
  /** Sum of squares of `change` over all variables. */
  wholeSquares: number;
}

/** The last steps of a search and how the gradient changed along them: an implicit inverse Hessian. */
export class LimitedMemory {
  private readonly corrections: Correction[] = [];
  private readonly spare: Correction[] = [];
  private readonly nextArray: (length: number) => Float64Array;

  /**
   * @param size      number of variables
   * @param capacity  how many steps to remember; each costs four passes over the variables
   */
  constructor(
    private readonly size: number,
    private readonly capacity: number,
  ) {
    this.nextArray = workArrays(2 * capacity * size);
  }

  /** Whether nothing has been learnt since the last `clear`. */
  get isEmpty(): boolean {
    return this.corrections.length === 0;
  }

  /** Forgets every step. */
  clear(): void {
    this.spare.push(...this.corrections.splice(0));
  }

  /**
   * Takes a step in, unless the curvature along it is not positive.
   *
   * @param from          point before the step
   * @param to            point after it
   * @param fromGradient  gradient before
   * @param toGradient    gradient after
   */
  learn(from: Float64Array, to: Float64Array, fromGradient: Float64Array, toGradient: Float64Array): void {
    const slot = this.spare.pop() ?? this.oldestOrNew();
    const { step, change } = slot;
    for (let i = 0; i < this.size; i++) {
      step[i] = to[i]! - from[i]!;
      change[i] = toGradient[i]! - fromGradient[i]!;
    }
    slot.wholeCurvature = dot(step, change);
    slot.wholeSquares = dot(change, change);
    const isUseful = slot.wholeCurvature > 1e-10 * Math.sqrt(dot(step, step) * slot.wholeSquares);
    (isUseful ? this.corrections : this.spare).push(slot);
  }

  /**
   * The quasi-Newton direction in the subspace of the variables that are not held.
   * Held variables are few: sums run over all of them and are corrected, which is faster than to ask at each one.
   *
   * @param gradient   `Float64Array[k]`
   * @param held       indices of the variables to leave alone
   * @param direction  receives minus the inverse Hessian times the gradient, 0 where held
   * @source           Nocedal & Wright (2006), algorithm 7.4, with inner products over the free variables only
   */
  direction(gradient: Float64Array, held: readonly number[], direction: Float64Array): void {
    const { size, corrections } = this;
    for (let i = 0; i < size; i++) direction[i] = -gradient[i]!;
    release(direction, held);
    const weights = new Float64Array(corrections.length);
    const curvatures = new Float64Array(corrections.length);
    let scale = 0;
    for (let k = corrections.length - 1; k >= 0; k--) {
      const { step, change, wholeCurvature, wholeSquares } = corrections[k]!;
      const curvature = wholeCurvature - dotOf(held, step, change);
      if (!(curvature > 1e-8 * wholeCurvature)) continue;
      curvatures[k] = curvature;
      if (scale === 0) scale = curvature / (wholeSquares - dotOf(held, change, change));
      weights[k] = dot(step, direction) / curvature;
      add(direction, -weights[k]!, change);
      release(direction, held);
    }
    if (scale > 0) for (let i = 0; i < size; i++) direction[i]! *= scale;
    for (let k = 0; k < corrections.length; k++) {
      if (curvatures[k] === 0) continue;
      const { step, change } = corrections[k]!;
      const correction = dot(change, direction) / curvatures[k]!;
      add(direction, weights[k]! - correction, step);
      release(direction, held);
    }
  }

  private oldestOrNew(): Correction {
    if (this.corrections.length >= this.capacity) return this.corrections.shift()!;
    const { size } = this;
    return { step: this.nextArray(size), change: this.nextArray(size), wholeCurvature: 0, wholeSquares: 0 };
  }
}

function release(direction: Float64Array, held: readonly number[]): void {
  for (const index of held) direction[index] = 0;
}

function dotOf(indices: readonly number[], a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (const i of indices) sum += a[i]! * b[i]!;
  return sum;
}

function add(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}
