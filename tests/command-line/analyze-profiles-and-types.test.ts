import { describe, expect, it } from 'vitest';
import { rangeResponse, regularSeries } from '../support/range-response.js';
import { analyzed, type Line, startSeconds, wave } from './analyzed.js';

describe('forewarn analyze, told how', () => {
  it('analyses by the default profile unless told otherwise, and says by which', async () => {
    const body = rangeResponse([regularSeries({ __name__: 'up' }, startSeconds, 60, wave(1_440))]);
    const [[usual], [named], [reference]] = await Promise.all([
      analyzed(body),
      analyzed(body, '--profile', 'default'),
      analyzed(body, '--profile', 'reference'),
    ]);
    expect(usual.profile).toBe('default');
    expect({ ...named, executionTimes: 0 }).toEqual({ ...usual, executionTimes: 0 });
    expect(reference.profile).toBe('reference');
    expect(reference.forecast).toMatchObject({
      model: 'holt-winters(multiplicative,additive,550)',
      modelChoice: 'configured',
      backtest: null,
    });
    expect(reference.hodrickPrescott).toEqual(usual.hodrickPrescott);
  });

  it('analyses counters as per-second rates, a reset mended', async () => {
    const rates = wave(200).map((value) => value / 1e6);
    let count = 0;
    const counts = [0, ...rates].map((rate, at) => {
      // What was counted since the last sample is lost with a reset.
      count = at === 100 ? 60 * rate : count + 60 * rate;
      return count;
    });
    const named = (name: string) => regularSeries({ __name__: name }, startSeconds, 60, counts);
    const rateOf = ({ hodrickPrescott: { trend, cycle } }: Line, at: number) => trend[at] + cycle[at];
    const [[byName, other], [asGauge], [asCounter]] = await Promise.all([
      analyzed(rangeResponse([named('requests_total'), named('requests')])),
      analyzed(rangeResponse([named('requests_total')]), '--type', 'gauge'),
      analyzed(rangeResponse([named('requests')]), '--type', 'counter'),
    ]);
    for (const line of [byName, asCounter]) {
      expect(line).toMatchObject({ isRate: true, window: { sampleCount: 200, missingCount: 0 } });
      expect(Date.parse(line.window.start)).toBe((startSeconds + 60) * 1000);
      for (const at of [0, 98, 99, 100, 199]) expect(rateOf(line, at)).toBeCloseTo(rates[at]!, 6);
    }
    for (const line of [other, asGauge]) {
      expect(line).toMatchObject({ isRate: false, window: { sampleCount: 201 } });
      expect(rateOf(line, 50)).toBeCloseTo(counts[50]!, 3);
    }
  });

  it('says why a counter with one sample has no rate', async () => {
    const [line] = await analyzed(
      rangeResponse([regularSeries({ __name__: 'requests_total' }, startSeconds, 60, [5])]),
    );
    expect(line).toMatchObject({ isRate: true, window: null, aggregates: { reason: 'too-few-samples' } });
  });
});
