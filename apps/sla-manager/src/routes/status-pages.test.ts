import { minuteMs, type Sla } from '@forewarn/slo';
import { describe, expect, it } from 'vitest';
import { runningMinuteMs } from '../fakes.fixture.js';
import { startBench } from '../rest-bench.fixture.js';

const slaOf = (name: string, metric: string): Sla => ({
  name,
  description: '',
  objectives: [
    {
      name: 'only',
      indicator: { metric, matchers: [] },
      bounds: { min: 5 },
      target: 0.9,
      window: { rollingMs: 60 * minuteMs },
    },
  ],
});

/** SLAs by name, of which the one at `bad` is violated; and the metrics that were asked for. */
async function bench(count: number, bad = -1) {
  const made = await startBench();
  const asked: string[] = [];
  const { listSeries } = made.source;
  made.source.listSeries = (selector, ...rest) => {
    asked.push(selector.metric);
    return listSeries.call(made.source, selector, ...rest);
  };
  for (let at = 0; at < count; at += 1) {
    const name = `sla-${String(at).padStart(4, '0')}`;
    const series = { metric: `m${at}`, labels: {} };
    made.source.addMinutes(series, Array(60).fill(at === bad ? 1 : 9));
    made.store.addForecast(series, [9, 9], runningMinuteMs - minuteMs);
    made.store.slas.set(name, slaOf(name, series.metric));
  }
  return { ...made, asked };
}

// biome-ignore lint/suspicious/noExplicitAny: bodies whose schema was checked
const namesOf = ({ slas }: any): string[] => slas.map(({ name }: { name: string }) => name);

describe('the status of all SLAs', () => {
  it('is all of it unless a part is asked for', async () => {
    const { call } = await bench(250, 249);
    const { body } = await call('GET', '/api/v1/status');
    expect(namesOf(body)).toHaveLength(250);
    expect(body.state).toBe('violated');
    expect(body).not.toHaveProperty('next');
  });

  it('comes in pages, each SLA once, and no other SLA is judged for a page', async () => {
    const { call, asked } = await bench(250, 120);
    const all: string[] = [];
    const states: string[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      asked.length = 0;
      const { body } = await call('GET', `/api/v1/status?limit=100${after}`);
      all.push(...namesOf(body));
      states.push(body.state);
      expect(asked).toHaveLength(body.slas.length);
      expect('next' in body).toBe(page < 2);
      after = `&after=${encodeURIComponent(body.next)}`;
    }
    expect(all).toEqual(namesOf((await call('GET', '/api/v1/status')).body));
    expect(states).toEqual(['ok', 'violated', 'ok']);
  });

  it('goes on behind an SLA that was deleted meanwhile', async () => {
    const { call, store } = await bench(4);
    const { body } = await call('GET', '/api/v1/status?limit=2');
    store.slas.delete(body.next);
    expect(namesOf((await call('GET', `/api/v1/status?after=${body.next}`)).body)).toEqual([
      'sla-0002',
      'sla-0003',
    ]);
  });

  it('says behind the last one that no more follow, and not that there are none', async () => {
    const { call } = await bench(2);
    const { body } = await call('GET', '/api/v1/status?after=sla-0001&limit=5');
    expect(body).toMatchObject({
      state: 'insufficient-data',
      reason: { reason: 'no-slas', detail: 'no SLA follows' },
      slas: [],
    });
  });

  it.each(['0', '1001', 'many', '1.5'])('has no page of "%s"', async (limit) => {
    const { call } = await bench(1);
    expect(await call('GET', `/api/v1/status?limit=${limit}`)).toMatchObject({
      status: 400,
      body: { errors: [{ path: 'limit', message: 'must be a whole number from 1 to 1000' }] },
    });
  });
});
