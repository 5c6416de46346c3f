import type { ComponentKind, SmoothingParameters, SmoothingState } from '../src/smoothing/model.js';

/** The fields that describe a model in hw_fixed.json and hw_fit.json. */
export interface GoldenSmoothing {
  label: string;
  series: string;
  n: number;
  trend: 'add' | 'mul' | null;
  damped: boolean;
  seasonal: 'add' | 'mul' | null;
  period: number | null;
  alpha: number;
  beta: number | null;
  gamma: number | null;
  phi: number | null;
  l0: number;
  b0: number | null;
  s0: number[] | null;
}

const KINDS = { add: 'additive', mul: 'multiplicative', none: 'none' } as const;

/**
 * @param kind  as statsmodels writes a component
 * @returns     the same in this package's words
 */
export function componentKind(kind: 'add' | 'mul' | null | undefined): ComponentKind {
  return KINDS[kind ?? 'none'];
}

/**
 * @param c  a golden case
 * @returns  the options that name its model
 */
export function modelOptions(c: GoldenSmoothing) {
  return {
    trend: componentKind(c.trend),
    seasonal: componentKind(c.seasonal),
    period: c.period ?? 0,
    damped: c.damped,
  };
}

/**
 * @param c  a golden case
 * @returns  its smoothing parameters, absent ones at their neutral value
 */
export function givenParameters(c: GoldenSmoothing): SmoothingParameters {
  return {
    smoothingLevel: c.alpha,
    smoothingTrend: c.beta ?? 0,
    smoothingSeasonal: c.gamma ?? 0,
    dampingTrend: c.phi ?? 1,
  };
}

/**
 * @param c  a golden case
 * @returns  its state before the first sample
 */
export function givenState(c: GoldenSmoothing): SmoothingState {
  return { level: c.l0, trend: c.b0 ?? 0, season: Float64Array.from(c.s0 ?? []) };
}
