import { stages } from '@forewarn/analysis';

const limits = { timesLessThanPython: 1_500, otherStagesMs: 0.5, coldForecastMs: 5, warmForecastMs: 2 };

/**
 * What a measurement of 24 hours at 60 seconds may not exceed.
 *
 * @param {{ python?: { stages: Record<string, number> }, profiles: Record<string, { stages: Record<string, number>, hour: { meanMs: number } }> }} result
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
  const figures = [
    ['the stages but the forecast take', otherStagesMs(reference), limits.otherStagesMs],
    ['from nothing the default forecast takes', selected.stages.forecast, limits.coldForecastMs],
    ['with its memory the default forecast takes', selected.hour.meanMs, limits.warmForecastMs],
  ];
  for (const [what, taken, limitMs] of figures)
    check(taken <= limitMs, `${what} ${taken.toFixed(2)} ms, more than ${limitMs}`);
  return broken;
}

const otherStagesMs = ({ stages: taken }) =>
  stages.filter((name) => name !== 'forecast').reduce((sum, name) => sum + taken[name], 0);
