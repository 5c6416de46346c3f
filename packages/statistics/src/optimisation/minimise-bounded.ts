import { LimitedMemory } from './limited-memory.js';

/** A function of many variables: returns the value at `point` and writes the derivatives to `gradient`. */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

/** A box, and when to stop. */
export interface BoundedProblem {
  /** `Float64Array[k]`, -Infinity for no bound. */
  readonly lower: Float64Array;
  /** `Float64Array[k]`, Infinity for no bound. */
  readonly upper: Float64Array;
  /** Most evaluations of the objective. */
  readonly maxEvaluations: number;
  /** Stop once three steps in a row lower the value by less than this, in the unit of the objective. */
  readonly tolerance: number;
}

/** Where the search ended. */
export interface BoundedMinimum {
  readonly point: Float64Array;
  readonly value: number;
  readonly evaluations: number;
  /** False when the evaluations ran out first. */
  readonly converged: boolean;
}

const SUFFICIENT_DECREASE = 1e-4;
const PATIENCE = 3;

/**
 * Minimises a smooth function in a box by a projected limited-memory quasi-Newton method.
 * Variables at a bound that the descent would push outwards are held; the others follow a BFGS direction built from the
 * last steps, bent at the bounds. It is the idea of L-BFGS-B with a plain projection in place of the generalised Cauchy
 * point, and needs one evaluation for most steps. Infinity is allowed as a value away from the start.
 *
 * @param objective  value and derivatives
 * @param start      `Float64Array[k]` inside the box, with a finite value there; not mutated
 * @param problem    box and limits
 * @returns          the best point found; never worse than the start
 * @source           Nocedal & Wright (2006), Numerical Optimization, sections 7.2 and 16.7; Bertsekas (1982), doi:10.1137/0320018
 */
export function minimiseBounded(
  objective: Objective,
  start: Float64Array,
  problem: BoundedProblem,
): BoundedMinimum {
  const size = start.length;
  let point = Float64Array.from(start);
  let gradient = new Float64Array(size);
  let value = objective(point, gradient);
  let evaluations = 1;
  let candidate = new Float64Array(size);
  let candidateGradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const held = new Uint8Array(size);
  const memory = new LimitedMemory(size);
  let smallSteps = 0;
  while (evaluations < problem.maxEvaluations && Number.isFinite(value)) {
    markHeld(point, gradient, problem, held);
    memory.direction(gradient, held, direction);
    let scale = memory.isEmpty ? firstScale(direction) : 1;
    let accepted = false;
    for (let attempt = 0; attempt < 30 && evaluations < problem.maxEvaluations; attempt++) {
      const expected = project(point, direction, scale, problem, gradient, candidate);
      if (!(expected < 0)) break;
      const trial = objective(candidate, candidateGradient);
      evaluations++;
      if (trial <= value + SUFFICIENT_DECREASE * expected) {
        smallSteps = value - trial < problem.tolerance ? smallSteps + 1 : 0;
        memory.learn(point, candidate, gradient, candidateGradient);
        value = trial;
        [point, candidate] = [candidate, point];
        [gradient, candidateGradient] = [candidateGradient, gradient];
        accepted = true;
        break;
      }
      scale *= shrink(value, trial, expected);
    }
    if (accepted && smallSteps < PATIENCE) continue;
    if (evaluations >= problem.maxEvaluations) break;
    if (!accepted && !memory.isEmpty) {
      memory.clear();
      continue;
    }
    return { point, value, evaluations, converged: true };
  }
  return { point, value, evaluations, converged: false };
}

function markHeld(
  point: Float64Array,
  gradient: Float64Array,
  { lower, upper }: BoundedProblem,
  held: Uint8Array,
): void {
  for (let i = 0; i < point.length; i++) {
    const outwards =
      (point[i]! <= lower[i]! && gradient[i]! > 0) || (point[i]! >= upper[i]! && gradient[i]! < 0);
    held[i] = outwards ? 1 : 0;
  }
}

/** Without curvature yet, a first step of length about one tenth of a unit. */
function firstScale(direction: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < direction.length; i++) largest = Math.max(largest, Math.abs(direction[i]!));
  return largest > 0 ? 0.1 / largest : 0;
}

/** Writes the clamped step to `candidate` and returns the first-order change that it promises. */
function project(
  point: Float64Array,
  direction: Float64Array,
  scale: number,
  { lower, upper }: BoundedProblem,
  gradient: Float64Array,
  candidate: Float64Array,
): number {
  let expected = 0;
  for (let i = 0; i < point.length; i++) {
    const moved = Math.min(Math.max(point[i]! + scale * direction[i]!, lower[i]!), upper[i]!);
    candidate[i] = moved;
    expected += gradient[i]! * (moved - point[i]!);
  }
  return expected;
}

/** Minimiser of the parabola through value, slope and trial, kept between a tenth and a half. */
function shrink(value: number, trial: number, expected: number): number {
  if (!Number.isFinite(trial)) return 0.25;
  return Math.min(0.5, Math.max(0.1, -expected / (2 * (trial - value - expected))));
}
