import { describe, expect, it } from 'vitest';
import { brokenLimits } from './limits.mjs';

const quick = {
  dickeyFuller: 0.1,
  hodrickPrescott: 0.1,
  autocorrelation: 0.1,
  decomposition: 0.1,
  aggregates: 0.09,
  forecast: 0.5,
  total: 1,
};
const measured = ({ pythonMs = 1_600, stages = {}, coldMs = 4, warmMs = 1 } = {}) => ({
  python: { stages: { total: pythonMs } },
  profiles: {
    reference: { stages: { ...quick, ...stages } },
    default: { stages: { ...quick, forecast: coldMs }, hour: { meanMs: warmMs } },
  },
});

describe('brokenLimits', () => {
  it('finds nothing where all is quick', () => {
    expect(brokenLimits(measured())).toEqual([]);
  });

  it.each([
    ['too little less than Python', { pythonMs: 1_400 }, /1400 times less CPU than Python, not 1500/],
    [
      'slow stages',
      { stages: { aggregates: 0.2 } },
      /the stages but the forecast take 0\.60 ms, more than 0\.5/,
    ],
    ['a slow forecast from nothing', { coldMs: 5.1 }, /from nothing .* takes 5\.10 ms, more than 5/],
    ['a slow forecast with a memory', { warmMs: 2.1 }, /with its memory .* takes 2\.10 ms, more than 2/],
  ])('says of %s by how much', (_, figures, sentence) => {
    expect(brokenLimits(measured(figures))).toEqual([expect.stringMatching(sentence)]);
  });

  it('does not compare with a Python that was not measured', () => {
    const { python: _, ...ours } = measured();
    expect(brokenLimits(ours)).toEqual([]);
  });
});
