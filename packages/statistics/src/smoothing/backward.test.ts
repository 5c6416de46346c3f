import { describe, expect, it } from 'vitest';
import { goldenSeries } from '../../golden/read-golden.js';
import { runBackward } from './backward.js';
import { runForward } from './forward.js';
import { heuristicState } from './heuristic-state.js';
import type { ComponentKind, HoltWintersModel, SmoothingParameters, SmoothingState } from './model.js';
import { createTape } from './tape.js';

const KINDS: ComponentKind[] = ['none', 'additive', 'multiplicative'];
const models: HoltWintersModel[] = KINDS.flatMap((trend) =>
  KINDS.flatMap((seasonal) =>
    [false, true]
      .filter((damped) => !(damped && trend === 'none'))
      .map((damped) => ({ trend, seasonal, period: seasonal === 'none' ? 0 : 12, damped })),
  ),
);

describe('the reverse-mode gradient', () => {
  it.each(models.map((m) => [`${m.trend} trend, ${m.seasonal} season, damped ${m.damped}`, m] as const))(
    'agrees with central differences for %s',
    (_, model) => {
      const y = Float64Array.from(goldenSeries('seasmul_12'), (value) => value / 100);
      const initial = heuristicState(model, y);
      const parameters: SmoothingParameters = {
        smoothingLevel: 0.4,
        smoothingTrend: model.trend === 'none' ? 0 : 0.1,
        smoothingSeasonal: model.seasonal === 'none' ? 0 : 0.3,
        dampingTrend: model.damped ? 0.93 : 1,
      };
      const tape = createTape(y.length, model.period);
      const by = {
        smoothingLevel: 0,
        smoothingTrend: 0,
        smoothingSeasonal: 0,
        dampingTrend: 0,
        level: 0,
        trend: 0,
      };
      runForward(model, y, parameters, initial, tape);
      runBackward(model, y, parameters, tape, by);
      const bySeason = tape.seasonAdjoint.slice(0, model.period);
      const sum = (p: SmoothingParameters, s: SmoothingState) => runForward(model, y, p, s, tape);
      const check = (derivative: number, at: (shift: number) => number) => {
        const difference = (at(1e-6) - at(-1e-6)) / 2e-6;
        expect(Math.abs(derivative - difference)).toBeLessThan(1e-6 * (1 + Math.abs(difference)));
      };
      const moved = (key: keyof SmoothingParameters, d: number) => ({
        ...parameters,
        [key]: parameters[key] + d,
      });
      check(by.smoothingLevel, (d) => sum(moved('smoothingLevel', d), initial));
      if (model.trend !== 'none') check(by.smoothingTrend, (d) => sum(moved('smoothingTrend', d), initial));
      if (model.seasonal !== 'none')
        check(by.smoothingSeasonal, (d) => sum(moved('smoothingSeasonal', d), initial));
      if (model.damped) check(by.dampingTrend, (d) => sum(moved('dampingTrend', d), initial));
      check(by.level, (d) => sum(parameters, { ...initial, level: initial.level + d }));
      if (model.trend !== 'none')
        check(by.trend, (d) => sum(parameters, { ...initial, trend: initial.trend + d }));
      bySeason.forEach((derivative, i) => {
        check(derivative, (d) =>
          sum(parameters, { ...initial, season: initial.season.map((s, k) => (k === i ? s + d : s)) }),
        );
      });
    },
  );
});
