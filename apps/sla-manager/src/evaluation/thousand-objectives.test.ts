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
