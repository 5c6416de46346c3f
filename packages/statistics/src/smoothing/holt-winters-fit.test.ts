import { describe, expect, it } from 'vitest';
import { type GoldenNumber, goldenSeries, readGolden } from '../../golden/read-golden.js';
import { componentKind, type GoldenSmoothing, modelOptions } from '../../golden/read-smoothing.js';
import { isUnavailable } from '../outcome/unavailable.js';
import { heuristicState } from './heuristic-state.js';
import { holtWinters } from './holt-winters.js';

interface Case extends GoldenSmoothing {
  initialization: 'estimated' | 'heuristic';
  heuristic: { l0: number; b0: number | null; s0: number[] | null };
  sse: number;
  best_sse: number | null;
}
interface Edge {
  series: string;
  n: number;
  trend?: 'add' | 'mul';
  seasonal?: 'add' | 'mul';
  seasonal_periods?: number;
  sse?: GoldenNumber;
  error?: string;
}

const golden = readGolden<{ cases: Case[]; edge: Edge[] }>('hw_fit');
const title = (c: Case) => `${c.label} of ${c.series}, ${c.n}, ${c.initialization}`;

describe('holtWinters estimated, small models', () => {
  it.each(golden.cases.map((c) => [title(c), c] as const))('reaches the best known sum for %s', (_, c) => {
    const fit = holtWinters(goldenSeries(c.series, c.n), {
      ...modelOptions(c),
      initialState: c.initialization,
    });
    if (isUnavailable(fit)) return expect.fail(fit.detail);
    expect(fit.sse / c.sse).toBeLessThanOrEqual(1.001);
    if (c.best_sse !== null) expect(fit.sse / c.best_sse).toBeLessThanOrEqual(1.005);
  });

  it.each(golden.cases.map((c) => [title(c), c] as const))('starts like statsmodels for %s', (_, c) => {
    const model = holtWinters(goldenSeries(c.series, c.n), { ...modelOptions(c), maxEvaluations: 1 });
    if (isUnavailable(model)) return expect.fail(model.detail);
    const state = heuristicState(model.model, Float64Array.from(goldenSeries(c.series, c.n)));
    expect(state.level).toBeCloseTo(c.heuristic.l0, 9);
    if (c.heuristic.b0 !== null) expect(state.trend).toBeCloseTo(c.heuristic.b0, 9);
    c.heuristic.s0?.forEach((season, i) => {
      expect(state.season[i]).toBeCloseTo(season, 9);
    });
  });
});

describe('holtWinters on awkward input', () => {
  const options = (edge: Edge) => ({
    trend: componentKind(edge.trend),
    seasonal: componentKind(edge.seasonal),
    period: edge.seasonal_periods ?? 0,
  });
  const [answered, refused] = [
    golden.edge.filter((e) => e.sse != null),
    golden.edge.filter((e) => e.sse == null),
  ];

  it.each(answered.map((e) => [`${e.series} ${e.n}`, e] as const))(
    'is no worse than statsmodels on %s',
    (_, e) => {
      const fit = holtWinters(goldenSeries(e.series, e.n), options(e));
      if (isUnavailable(fit)) return expect.fail(fit.detail);
      expect(fit.sse).toBeLessThanOrEqual(Number(e.sse) * 1.001);
    },
  );

  it.each(refused.map((e) => [`${e.series} ${e.n} period ${e.seasonal_periods}`, e] as const))(
    'refuses %s',
    (_, e) => {
      const run = () => holtWinters(goldenSeries(e.series, e.n), options(e));
      if (e.seasonal_periods === 1) return expect(run).toThrowError(/period must be/);
      expect(isUnavailable(run())).toBe(true);
    },
  );
});
