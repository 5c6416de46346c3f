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
  /** Stop once `patience` steps in a row lower the value by less than this, in the unit of the objective. */
  readonly tolerance: number;
  /** The same as a share of the value, for an objective that is a sum of squares; default 0. */
  readonly relativeTolerance?: number;
  /** Steps in a row that must be small; default 3. */
  readonly patience?: number;
  /** Length of the first step as a multiple of the negative gradient: 1 where the Hessian is near the identity; default a tenth of a unit. */
  readonly firstStep?: number;
  /** Give up where the value is still above `above` after so many evaluations; default never. */
  readonly trial?: { readonly evaluations: number; readonly above: number } | undefined;
  /** Steps from which the curvature is learnt; default 8. */
  readonly memory?: number;
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
  const bounded = boundedVariables(problem);
  const memory = new LimitedMemory(size, problem.memory ?? 8);
  const { tolerance, relativeTolerance = 0, patience = 3 } = problem;
  let smallSteps = 0;
  while (evaluations < problem.maxEvaluations && Number.isFinite(value)) {
    if (problem.trial && evaluations >= problem.trial.evaluations && value > problem.trial.above) break;
    memory.direction(gradient, heldVariables(bounded, point, gradient, problem), direction);
    let scale = memory.isEmpty ? (problem.firstStep ?? firstScale(direction)) : 1;
    let accepted = false;
    for (let attempt = 0; attempt < 30 && evaluations < problem.maxEvaluations; attempt++) {
      const expected = project(bounded, point, direction, scale, problem, gradient, candidate);
      if (!(expected < 0)) break;
      const trial = objective(candidate, candidateGradient);
      evaluations++;
      if (trial <= value + SUFFICIENT_DECREASE * expected) {
        smallSteps = value - trial < tolerance + relativeTolerance * Math.abs(value) ? smallSteps + 1 : 0;
        memory.learn(point, candidate, gradient, candidateGradient);
        value = trial;
        [point, candidate] = [candidate, point];
        [gradient, candidateGradient] = [candidateGradient, gradient];
        accepted = true;
        break;
      }
      scale *= shrink(value, trial, expected);
    }
    if (accepted && smallSteps < patience) continue;
    if (evaluations >= problem.maxEvaluations) break;
    if (!accepted && !memory.isEmpty) {
      memory.clear();
      continue;
    }
    return { point, value, evaluations, converged: true };
  }
  return { point, value, evaluations, converged: false };
}

/** Those with a bound at all: of hundreds of variables a few. */
function boundedVariables({ lower, upper }: BoundedProblem): number[] {
  const bounded: number[] = [];
  for (let i = 0; i < lower.length; i++)
    if (Number.isFinite(lower[i]) || Number.isFinite(upper[i])) bounded.push(i);
  return bounded;
}

/** Those at a bound, with a gradient that pushes them outwards. */
function heldVariables(
  bounded: readonly number[],
  point: Float64Array,
  gradient: Float64Array,
  { lower, upper }: BoundedProblem,
): number[] {
  return bounded.filter(
    (i) => (point[i]! <= lower[i]! && gradient[i]! > 0) || (point[i]! >= upper[i]! && gradient[i]! < 0),
  );
}

/** Without curvature yet, a first step of length about one tenth of a unit. */
function firstScale(direction: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < direction.length; i++) largest = Math.max(largest, Math.abs(direction[i]!));
  return largest > 0 ? 0.1 / largest : 0;
}

/** Writes the clamped step to `candidate` and returns the first-order change that it promises. */
function project(
  bounded: readonly number[],
  point: Float64Array,
  direction: Float64Array,
  scale: number,
  { lower, upper }: BoundedProblem,
  gradient: Float64Array,
  candidate: Float64Array,
): number {
  for (let i = 0; i < point.length; i++) candidate[i] = point[i]! + scale * direction[i]!;
  for (const i of bounded) candidate[i] = Math.min(Math.max(candidate[i]!, lower[i]!), upper[i]!);
  let expected = 0;
  for (let i = 0; i < point.length; i++) expected += gradient[i]! * (candidate[i]! - point[i]!);
  return expected;
}

/** Minimiser of the parabola through value, slope and trial, kept between a tenth and a half. */
function shrink(value: number, trial: number, expected: number): number {
  if (!Number.isFinite(trial)) return 0.25;
  return Math.min(0.5, Math.max(0.1, -expected / (2 * (trial - value - expected))));
}
