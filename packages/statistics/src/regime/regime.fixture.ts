import { uniformStream } from '../distributions/uniform-stream.js';
import { normals } from '../selection/selection.fixture.js';

/** Draws from one seed, so that a series is the same each time. */
interface Draws {
  readonly uniform: () => number;
  readonly normal: () => number;
}

/** What a series was and what it becomes; `after` is given the samples since the change, 1 for the first. */
export interface Change {
  readonly before: (draws: Draws) => number;
  readonly after: (since: number, draws: Draws) => number;
}

/** A series that changes, with what follows. */
export function changed(
  { before, after }: Change,
  { seed, calm, since }: { seed: number; calm: number; since: number },
): { known: Float64Array; truth: Float64Array } {
  const draws = { uniform: uniformStream(seed), normal: normals(seed + 7) };
  const all = Float64Array.from({ length: calm + since + 10 }, (_, i) =>
    i < calm ? before(draws) : after(i - calm + 1, draws),
  );
  return { known: all.slice(0, calm + since), truth: all.slice(calm + since) };
}

const exponential = ({ uniform }: Draws) => -Math.log(uniform());

function poisson(rate: number, draws: Draws): number {
  let count = 0;
  for (let time = exponential(draws); time < rate; time += exponential(draws)) count++;
  return count;
}

/** Changes by name, each over several sizes, with the width of an interval that knows family and parameters. */
export const changes: readonly (Change & { readonly name: string; readonly oracleWidth: number })[] = [
  ...[0.05, 0.3, 0.6].map((spread) => ({
    name: 'constant, then noise',
    before: () => 4,
    after: (_: number, { normal }: Draws) => 4 + 700 * (1 + spread * normal()),
    oracleWidth: 3.92 * 700 * spread,
  })),
  ...(
    [
      [3, 7],
      [40, 25],
    ] as const
  ).map(([rate, oracleWidth]) => ({
    name: 'constant, then counts',
    before: () => 0,
    after: (_: number, draws: Draws) => poisson(rate, draws),
    oracleWidth,
  })),
  ...[0.2, 0.35].map((chance) => ({
    name: 'constant, then rare bursts',
    before: () => 0,
    after: (_: number, draws: Draws) => (draws.uniform() < chance ? 30 * exponential(draws) : 0),
    // 95 % lie at or below.
    oracleWidth: 30 * Math.log(chance / 0.05),
  })),
  ...[0.5, 3].map((spread) => ({
    name: 'a step with other noise',
    before: ({ normal }: Draws) => 60 + normal(),
    after: (_: number, { normal }: Draws) => 30 + spread * normal(),
    oracleWidth: 3.92 * spread,
  })),
  ...[1, 6].map((slope) => ({
    name: 'a ramp that begins',
    before: ({ normal }: Draws) => 60 + normal(),
    after: (since: number, { normal }: Draws) => 60 + slope * since + normal(),
    oracleWidth: 3.92,
  })),
  ...[4, 9].map((ratio) => ({
    name: 'wider noise',
    before: ({ normal }: Draws) => 60 + normal(),
    after: (_: number, { normal }: Draws) => 60 + ratio * normal(),
    oracleWidth: 3.92 * ratio,
  })),
];
