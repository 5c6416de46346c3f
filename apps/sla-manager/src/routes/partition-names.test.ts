import { minuteMs } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { runningMinuteMs } from '../fakes.fixture.js';
import { type RestBench, startBench } from '../rest-bench.fixture.js';

const path = '/api/v1/slas/disk';

/** One series that was analysed under a partition of its own labels, and one that never was. */
const analysed = { metric: 'free_bytes', labels: { device: 'sda', pod: 'db-0' } };
const unknown = { metric: 'free_bytes', labels: { device: 'sdb', pod: 'db-1' } };
const names = {
  'free_bytes{device="sda",pod="db-0"}': 'db-0',
  'free_bytes{device="sdb",pod="db-1"}': 'sdb',
};

async function bench(): Promise<RestBench> {
  const made = await startBench();
  made.source.addMinutes(analysed, [1, 1]);
  made.source.addMinutes(unknown, [1, 1]);
  made.store.addForecast(analysed, [9], runningMinuteMs - minuteMs, 'db-0');
  const objectives = [{ name: 'free', indicator: 'free_bytes', min: 5, window: '1h' }];
  await made.call('POST', '/api/v1/slas', { name: 'disk', objectives });
  return made;
}

interface Named {
  readonly series: string;
  readonly partition: string;
}

describe('a series that is stored under a partition', () => {
  it.each(['status', 'predictions', 'violations', 'series'])(
    'is named by it in %s, and one that is not by the default labels',
    async (what) => {
      const { call } = await bench();
      const { body } = await call('GET', `${path}/${what}`);
      const series: Named[] = body.objectives[0].series;
      expect(Object.fromEntries(series.map((each) => [each.series, each.partition]))).toEqual(names);
    },
  );

  it('is named by it in the list of series', async () => {
    const { call } = await bench();
    expect((await call('GET', '/api/v1/series')).body.series).toMatchObject([{ partition: 'db-0' }]);
  });

  it('is named by it when it has a forecast but no sample any more', async () => {
    const { call, store } = await bench();
    store.addForecast({ metric: 'free_bytes', labels: { device: 'sdc' } }, [9], runningMinuteMs, 'gone');
    const { body } = await call('GET', `${path}/status`);
    expect(body.objectives[0].series.map(({ partition }: Named) => partition)).toContain('gone');
  });
});
