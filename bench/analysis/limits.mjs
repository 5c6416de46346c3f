import { stages } from '@forewarn/core';

const limits = { timesLessThanPython: 1_500, stageMs: 0.5, coldForecastMs: 5, warmForecastMs: 2 };

/**
 * What a measurement of 24 hours at 60 seconds may not exceed.
 *
 * @param {{ python?: { stages: Record<string, number> }, profiles: Record<string, { stages: Record<string, number>, model: { coldMs: number, warmMs: number } }> }} result
 * @returns {string[]} a sentence a broken limit
 */
export function brokenLimits({ python, profiles }) {
  const { reference, default: selected } = profiles;
  const broken = [];
  const check = (isWithin, sentence) => isWithin || broken.push(sentence);
  if (python) {
    const ratio = python.stages.total / reference.stages.total;
    check(
      ratio >= limits.timesLessThanPython,
      `the reference analysis takes ${ratio.toFixed(0)} times less CPU than Python, not ${limits.timesLessThanPython}`,
    );
  }
  for (const stage of stages.filter((name) => name !== 'forecast')) {
    const taken = reference.stages[stage];
    check(taken <= limits.stageMs, `${stage} takes ${taken.toFixed(3)} ms, more than ${limits.stageMs}`);
  }
  const forecasts = [
    ['from nothing', Math.max(selected.stages.forecast, selected.model.coldMs), limits.coldForecastMs],
    ['from what the minute before left', selected.model.warmMs, limits.warmForecastMs],
  ];
  for (const [state, taken, limitMs] of forecasts) {
    check(
      taken <= limitMs,
      `the default forecast takes ${taken.toFixed(2)} ms ${state}, more than ${limitMs}`,
    );
  }
  return broken;
}
