import { type DatabaseCheckOptions, ForewarnError } from '@forewarn/core';
import { createHttpListener } from '@forewarn/http';
import { minuteMs } from '@forewarn/slo';
import { Registry } from '@forewarn/telemetry';
import { FakeAccessStore } from '@forewarn/testkit';
import { describe, expect, it } from 'vitest';
import { apiInfo } from './api-info.js';
import { ExampleStore, exampleAbout, FakeSource, nowMs } from './fakes.fixture.js';
import { createSlaManager } from './sla-manager.js';

const host = '127.0.0.1';
const never = new AbortController().signal;
const up = { metric: 'up', labels: {} };
const sla = {
  name: 'x',
  description: '',
  objectives: [
    {
      name: 'o',
      indicator: { metric: 'up', matchers: [] },
      bounds: { min: 5 },
      target: 0.9,
      window: { rollingMs: 60 * minuteMs },
    },
  ],
};

function make(options: { registry?: Registry; clock?: () => number } = {}) {
  const store = new ExampleStore();
  const source = new FakeSource();
  const about = exampleAbout;
  const { services, routes } = createSlaManager({
    store,
    source,
    accessStore: new FakeAccessStore(),
    about,
    version: '1.2.3',
    clock: () => nowMs,
    ...options,
  });
  const listener = createHttpListener({ host, port: 0, routes, info: apiInfo('1.2.3') });
  return { store, source, service: services[0], listener };
}

describe('the SLA manager as a service', () => {
  it('is ready while store and source answer', async () => {
    const { service, source, store } = make();
    await service.check(never);
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    await expect(service.check(never)).rejects.toMatchObject({ code: 'prometheus-unavailable' });
    source.failure = undefined;
    store.failure = new ForewarnError('store-unavailable', 'unavailable');
    await expect(service.check(never)).rejects.toMatchObject({ code: 'store-unavailable' });
  });

  it('is not ready while the store takes no writes', async () => {
    const { service, store } = make();
    store.check = async (options?: DatabaseCheckOptions) => {
      if (options?.forWriting) throw new ForewarnError('store-unavailable', 'read-only');
    };
    await expect(service.check(never)).rejects.toThrow('read-only');
  });

  it('answers with the reason while it waits for the store, and then works', async () => {
    const { service, store, listener } = make();
    await listener.start(never);
    store.failure = new ForewarnError('store-unavailable', 'MySQL at db:3306 is unavailable');
    const listening = new Promise<void>((resolve) => {
      const { migrate } = store;
      store.migrate = async () => {
        resolve();
        await migrate();
      };
    });
    const started = service.start(never);
    await listening;
    const waiting = await fetch(`http://${host}:${listener.port}/api/v1/slas`);
    expect(waiting.status).toBe(503);
    expect(await waiting.json()).toMatchObject({
      detail: expect.stringMatching(/^The database cannot be reached.*log has the details/),
    });
    store.failure = undefined;
    await started;
    expect((await fetch(`http://${host}:${listener.port}/api/v1/slas`)).status).toBe(200);
    await listener.stop();
  });

  it('does not start on a schema that is newer than it', async () => {
    const { service, store } = make();
    store.failure = new ForewarnError('migration-failed', 'the schema is newer than this program');
    await expect(service.start(never)).rejects.toMatchObject({ code: 'migration-failed' });
    await service.stop();
  });

  it('finishes the answer in hand before it stops, and then refuses connections', async () => {
    const { listener, source, store } = make();
    await store.createSla(sla);
    await listener.start(never);
    let open = () => {};
    source.gate = new Promise((resolve) => {
      open = resolve;
    });
    const asked = new Promise<void>((resolve) => {
      const { listForecasts } = store;
      store.listForecasts = (query, page) => {
        resolve();
        return listForecasts(query, page);
      };
    });
    const answer = fetch(`http://${host}:${listener.port}/api/v1/slas/x/status`);
    await asked;
    const stopped = listener.stop();
    open();
    expect((await answer).status).toBe(200);
    await stopped;
    await expect(fetch(`http://${host}:${listener.port}/api/v1/about`)).rejects.toThrow();
  });

  it('stops safely when it was never started', async () => {
    await make().service.stop();
  });
});

describe('the gauges of the SLA manager', () => {
  it('say state, agreement, probability, time, compliance and budget of each objective', async () => {
    const registry = new Registry();
    const { source, store } = make({ registry });
    await store.createSla(sla);
    source.addMinutes(up, [...new Array(59).fill(9), 4, 9].slice(1));
    store.addForecast(up, [9, 8, 4]);
    const text = await registry.metrics();
    expect(text).toContain('forewarn_objective_state{sla="x",objective="o",state="at-risk"} 1');
    expect(text).toContain('forewarn_objective_state{sla="x",objective="o",state="ok"} 0');
    expect(text).toMatch(/forewarn_objective_violation_probability\{sla="x",objective="o"\} 0\.97/);
    expect(text).toContain('forewarn_objective_seconds_to_violation{sla="x",objective="o"} 100');
    expect(text).toContain('forewarn_objective_target_ratio{sla="x",objective="o"} 0.9');
    expect(text).toContain('forewarn_objective_window_seconds{sla="x",objective="o"} 3600');
    expect(text).toMatch(/forewarn_objective_compliance_ratio\{sla="x",objective="o"\} 0\.98/);
    expect(text).toMatch(/forewarn_objective_error_budget_remaining_ratio\{sla="x",objective="o"\} 0\.8/);
    expect(source.asked).toHaveLength(1);
  });

  it('go with the verdict: the time to a violation runs, and is gone with it; so is an objective that is deleted', async () => {
    const registry = new Registry();
    let time = nowMs;
    const { source, store } = make({ registry, clock: () => time });
    const rest = { ...sla, name: 'y' };
    for (const each of [sla, rest]) await store.createSla(each);
    source.addMinutes(up, new Array(59).fill(9));
    store.addForecast(up, [9, 8, 4]);
    const secondsTo = async () =>
      (await registry.metrics()).match(/^forewarn_objective_seconds_to_violation\{sla="x".*\} (.*)$/m)?.[1];
    expect(await secondsTo()).toBe('100');
    time += 30_000;
    expect(await secondsTo()).toBe('70');
    store.addForecast(up, [9, 9, 9]);
    time += minuteMs;
    expect(await secondsTo()).toBeUndefined();
    expect(await registry.metrics()).toContain(
      'forewarn_objective_violation_probability{sla="x",objective="o"}',
    );
    await store.deleteSla('x');
    const text = await registry.metrics();
    expect(text).not.toContain('sla="x"');
    expect(text).toContain('sla="y"');
  });

  it('are absent while the evaluation fails, which is counted', async () => {
    const registry = new Registry();
    const { source, store } = make({ registry });
    await store.createSla(sla);
    source.addMinutes(up, [9]);
    expect(await registry.metrics()).toContain('forewarn_objective_state{');
    source.failure = new ForewarnError('prometheus-unavailable', 'unavailable');
    await registry.metrics();
    const text = await registry.metrics();
    expect(text).not.toContain('forewarn_objective_state{');
    expect(text).toMatch(/forewarn_sla_evaluation_failures_total 2/);
  });
});
