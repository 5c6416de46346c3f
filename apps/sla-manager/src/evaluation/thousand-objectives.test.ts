import { ForewarnError } from '@forewarn/core';
import type { Objective, Sla } from '@forewarn/slo';
import { Registry } from '@forewarn/telemetry';
import { describe, expect, it } from 'vitest';
import { startBench } from '../rest-bench.fixture.js';

const objective = (name: string, metric: string, value?: string): Objective => ({
  name,
  indicator: { metric, matchers: value === undefined ? [] : [{ name: 'a', operator: '=~', value }] },
  bounds: { min: 1 },
  target: 0.9,
  window: { rollingMs: 3_600_000 },
});

/** Every way in which an objective may be broken, by the reason that it then has. */
const broken: Readonly<Record<string, Objective>> = {
  'too-many-series': objective('broken', 'crowd'),
  'prometheus-rejected': objective('broken', 'refused'),
  'prometheus-malformed': objective('broken', 'damaged'),
  'invalid-selector': objective('broken', 'good', '.{0,1000}'.repeat(200)),
  internal: objective('broken', 'defect'),
  'no-such-series': objective('broken', 'absent'),
  'objective-unreadable': {
    ...objective('broken', 'up{'),
    unreadable: { reason: 'objective-unreadable', detail: '"up{" is not a series selector' },
  },
};

describe('of a thousand objectives', () => {
  it.each(Object.entries(broken))(
    'one is %s, and 999 have verdicts, gauges and cards',
    async (reason, bad) => {
      const registry = new Registry();
      const { call, source, store } = await startBench({ registry, limits: { seriesPerObjective: 3 } });
      const series = { metric: 'good', labels: {} };
      source.addMinutes(series, Array(60).fill(5));
      store.addForecast(series, [5, 5]);
      for (let at = 0; at < 4; at += 1) source.addMinutes({ metric: 'crowd', labels: { at: `${at}` } }, [1]);
      const { listSeries } = source;
      source.listSeries = async (selector, ...rest) => {
        if (selector.metric === 'refused') throw new ForewarnError('prometheus-rejected', 'at 10.0.0.9: no');
        if (selector.metric === 'damaged') throw new ForewarnError('prometheus-malformed', 'at 10.0.0.9: no');
        if (selector.metric === 'defect') throw new TypeError('10.0.0.9 is undefined');
        return listSeries.call(source, selector, ...rest);
      };
      for (let at = 0; at < 20; at += 1) {
        const objectives = Array.from({ length: 50 }, (_, each) => objective(`o${each}`, 'good'));
        if (at === 7) objectives[13] = bad;
        const sla: Sla = { name: `sla-${at}`, description: '', objectives };
        store.slas.set(sla.name, sla);
      }

      const { status, body } = await call('GET', '/api/v1/status');
      expect(status).toBe(200);
      const cards: { state: string; reason: { reason: string } | null }[] = body.slas.flatMap(
        ({ objectives }: { objectives: [] }) => objectives,
      );
      expect(cards.filter(({ state }) => state === 'ok')).toHaveLength(999);
      expect(cards.filter(({ state }) => state !== 'ok')).toMatchObject([
        { name: 'broken', state: 'insufficient-data', reason: { reason } },
      ]);
      expect(JSON.stringify(body)).not.toContain('10.0.0.9');

      const text = await registry.metrics();
      expect(text.match(/^forewarn_objective_state\{.*state="ok"\} 1$/gm)).toHaveLength(999);
      expect(text.match(/^forewarn_objective_compliance_ratio\{.*\} 1$/gm)).toHaveLength(999);
      expect(text).toContain(
        'forewarn_objective_state{sla="sla-7",objective="broken",state="insufficient-data"} 1',
      );
      expect(text).toContain('forewarn_sla_evaluation_failures_total 0');
    },
  );
});

it('a thousand objectives on the series of four indicators are judged with twenty queries at most', async () => {
  const { call, source, store } = await startBench();
  const names = ['a', 'b', 'c', 'd'];
  for (const name of names) {
    source.expressions.set(`rate_${name}`, name);
    for (let region = 0; region < 250; region += 1)
      source.addMinutes({ metric: name, labels: { region: `${region}` } }, Array(60).fill(5));
    store.indicators.set(name, { name, description: '', definition: { expression: `rate_${name}` } });
  }
  for (let at = 0; at < 20; at += 1) {
    const objectives = Array.from({ length: 50 }, (_, each) => ({
      ...objective(`o${each}`, 'forewarn_indicator'),
      indicator: {
        metric: 'forewarn_indicator',
        matchers: [
          { name: 'indicator', operator: '=', value: names[at % 4]! },
          { name: 'region', operator: '=', value: `${Math.floor(at / 4) * 50 + each}` },
        ],
      },
    })) satisfies Objective[];
    store.slas.set(`sla-${at}`, { name: `sla-${at}`, description: '', objectives });
  }
  let queries = 0;
  const { queryExpression } = source;
  source.queryExpression = (...question) => {
    queries += 1;
    return queryExpression.apply(source, question);
  };
  const { body } = await call('GET', '/api/v1/status');
  const series = body.slas.flatMap(({ objectives }: { objectives: { series: [] }[] }) =>
    objectives.flatMap((each) => each.series),
  );
  expect(series).toHaveLength(1_000);
  expect(queries).toBeLessThanOrEqual(20);
});
