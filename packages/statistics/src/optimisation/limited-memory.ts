interface Correction {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** Inner product of both over all variables; over the free ones it can vanish, and the pair is then passed over. */
  wholeCurvature: number;
}

const CAPACITY = 8;

/** The last steps of a search and how the gradient changed along them: an implicit inverse Hessian. */
export class LimitedMemory {
  private readonly corrections: Correction[] = [];
  private readonly spare: Correction[] = [];

  /** @param size  number of variables */
  constructor(private readonly size: number) {}

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
    let curvature = 0;
    let stepSquares = 0;
    let changeSquares = 0;
    for (let i = 0; i < this.size; i++) {
      const step = to[i]! - from[i]!;
      const change = toGradient[i]! - fromGradient[i]!;
      slot.step[i] = step;
      slot.change[i] = change;
      curvature += step * change;
      stepSquares += step * step;
      changeSquares += change * change;
    }
    const isUseful = curvature > 1e-10 * Math.sqrt(stepSquares * changeSquares);
    slot.wholeCurvature = curvature;
    (isUseful ? this.corrections : this.spare).push(slot);
  }

  /**
   * The quasi-Newton direction in the subspace of the variables that are not held.
   *
   * @param gradient   `Float64Array[k]`
   * @param held       1 for the variables to leave alone
   * @param direction  receives minus the inverse Hessian times the gradient, 0 where held
   * @source           Nocedal & Wright (2006), algorithm 7.4, with inner products over the free variables only
   */
  direction(gradient: Float64Array, held: Uint8Array, direction: Float64Array): void {
    const { size, corrections } = this;
    for (let i = 0; i < size; i++) direction[i] = held[i] ? 0 : -gradient[i]!;
    const weights = new Float64Array(corrections.length);
    const curvatures = new Float64Array(corrections.length);
    let scale = 0;
    for (let k = corrections.length - 1; k >= 0; k--) {
      const { step, change, wholeCurvature } = corrections[k]!;
      const curvature = freeDot(step, change, held);
      if (!(curvature > 1e-8 * wholeCurvature)) continue;
      curvatures[k] = curvature;
      if (scale === 0) scale = curvature / freeDot(change, change, held);
      weights[k] = freeDot(step, direction, held) / curvature;
      addFree(direction, -weights[k]!, change, held);
    }
    if (scale > 0) for (let i = 0; i < size; i++) direction[i]! *= scale;
    for (let k = 0; k < corrections.length; k++) {
      if (curvatures[k] === 0) continue;
      const { step, change } = corrections[k]!;
      const correction = freeDot(change, direction, held) / curvatures[k]!;
      addFree(direction, weights[k]! - correction, step, held);
    }
  }

  private oldestOrNew(): Correction {
    const full = this.corrections.length >= CAPACITY;
    const oldest = full ? this.corrections.shift() : undefined;
    return (
      oldest ?? { step: new Float64Array(this.size), change: new Float64Array(this.size), wholeCurvature: 0 }
    );
  }
}

function freeDot(a: Float64Array, b: Float64Array, held: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (held[i] === 0) sum += a[i]! * b[i]!;
  return sum;
}

function addFree(target: Float64Array, factor: number, source: Float64Array, held: Uint8Array): void {
  for (let i = 0; i < target.length; i++) if (held[i] === 0) target[i]! += factor * source[i]!;
}
