import { ForewarnError, parseSelector, type Series } from '@forewarn/core';
import { minuteMs, SloError } from '@forewarn/slo';
import { describe, expect, it, vi } from 'vitest';
import { createSharedReads } from './shared-reads.js';

const range = { startMs: 0, endMs: 60 * minuteMs + 20_000 };
const noSamples = { timesMs: new Float64Array(0), values: new Float64Array(0) };
const inRegion = (region: string): Series => ({
  metric: 'forewarn_indicator',
  labels: { indicator: 'errors', region },
});
const ofRegion = (region: string) =>
  parseSelector(`forewarn_indicator{indicator="errors",region="${region}"}`);

/** A history of one indicator in two regions, and of nothing else. */
function readsOfTwoRegions() {
  const read = vi.fn(async ({ metric }: { readonly metric: string }) =>
    metric === 'forewarn_indicator'
      ? ['eu', 'us'].map((region) => ({ series: inRegion(region), samples: noSamples }))
      : [],
  );
  const forecasts = vi.fn(async () => new Map());
  return { read, forecasts, reads: createSharedReads({ read }, forecasts) };
}

describe('what objectives read together', () => {
  it('is read once where several need the same', async () => {
    const { read, forecasts, reads } = readsOfTwoRegions();
    const up = parseSelector('up{job="a"}');
    await Promise.all([reads.minutes(up, range, {}), reads.minutes(up, range, {})]);
    await reads.minutes(up, { ...range, endMs: range.endMs + 5 }, {});
    expect(read).toHaveBeenCalledOnce();
    await Promise.all([reads.forecasts(up, {}), reads.forecasts(up, {})]);
    expect(forecasts).toHaveBeenCalledOnce();
    await reads.minutes(up, { ...range, startMs: minuteMs }, {});
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is asked for once of an indicator, whichever of its series each selects', async () => {
    const { read, reads } = readsOfTwoRegions();
    const regionsOf = async (text: string) =>
      (await reads.minutes(parseSelector(text), range, {})).map(({ series }) => series.labels.region);
    expect(await regionsOf('forewarn_indicator{indicator="errors",region="eu"}')).toEqual(['eu']);
    expect(await regionsOf('forewarn_indicator{indicator="errors",region!="eu"}')).toEqual(['us']);
    expect(await regionsOf('forewarn_indicator{region=~"eu|us",indicator="errors"}')).toEqual(['eu', 'us']);
    expect(await regionsOf('forewarn_indicator{indicator="errors"}')).toEqual(['eu', 'us']);
    expect(read.mock.calls.map(([selector]) => selector)).toEqual([
      parseSelector('forewarn_indicator{indicator="errors"}'),
    ]);
  });

  it('is read by parts where all series of an indicator are too many', async () => {
    const read = vi.fn(async (selector: { readonly matchers: readonly unknown[] }) => {
      if (selector.matchers.length === 1) throw new SloError('too-many-series', '600 series');
      return [{ series: inRegion('eu'), samples: noSamples }];
    });
    const reads = createSharedReads({ read }, async () => new Map());
    expect(await reads.minutes(ofRegion('eu'), range, {})).toHaveLength(1);
    expect(await reads.minutes(ofRegion('us'), range, {})).toHaveLength(1);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('is not kept beyond so many samples: the oldest is read again where it is needed again', async () => {
    const samples = { timesMs: new Float64Array(60), values: new Float64Array(60) };
    const read = vi.fn(async ({ metric }: { readonly metric: string }) => [
      { series: { metric, labels: {} }, samples },
    ]);
    const reads = createSharedReads({ read }, async () => new Map(), 120);
    const ask = (metric: string) => reads.minutes({ metric, matchers: [] }, range, {});
    for (const metric of ['a', 'b', 'a', 'b', 'c']) await ask(metric);
    expect(read.mock.calls.map(([{ metric }]) => metric)).toEqual(['a', 'b', 'c']);
    await ask('b');
    await ask('a');
    expect(read.mock.calls.map(([{ metric }]) => metric)).toEqual(['a', 'b', 'c', 'a']);
  });

  it('fails for all that need it, after one try', async () => {
    const read = vi.fn(async () => {
      throw new ForewarnError('prometheus-unavailable', 'no');
    });
    const reads = createSharedReads({ read }, async () => new Map());
    const both = ['eu', 'us'].map((region) => reads.minutes(ofRegion(region), range, {}));
    for (const each of both) await expect(each).rejects.toMatchObject({ code: 'prometheus-unavailable' });
    expect(read).toHaveBeenCalledOnce();
  });
});
