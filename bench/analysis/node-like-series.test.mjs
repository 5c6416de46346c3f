import { describe, expect, it } from 'vitest';
import { configurations, nodeLikeSeries } from './node-like-series.mjs';

describe('nodeLikeSeries', () => {
  it.each(configurations)('has five series of $name that are positive and move', (configuration) => {
    const { startMs, stepMs, series } = nodeLikeSeries(configuration);
    expect(Object.keys(series)).toHaveLength(5);
    for (const values of Object.values(series)) {
      expect(values).toHaveLength(configuration.windowMs / stepMs);
      expect(Math.min(...values)).toBeGreaterThan(0);
      expect(new Set(values).size).toBeGreaterThan(20);
    }
    expect(startMs % stepMs).toBe(0);
  });

  it('is the same each time', () => {
    expect(nodeLikeSeries(configurations[0])).toEqual(nodeLikeSeries(configurations[0]));
  });
});
