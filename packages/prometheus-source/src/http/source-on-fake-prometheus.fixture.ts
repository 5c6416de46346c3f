import { ForewarnError, type MetricSource } from '@forewarn/core';
import { afterEach, beforeEach, expect } from 'vitest';
import { type FakePrometheus, matrixOf, startFakePrometheus } from './fake-prometheus.fixture.js';
import { createPrometheusSource, type PrometheusSourceOptions } from './prometheus-source.js';

/** What tests ask for. */
export const up = { metric: 'up', matchers: [] };
export const minute = { startMs: 60_000, endMs: 120_000 };

/** An answer to it. */
export const oneSample = matrixOf({ metric: { __name__: 'up' }, values: [[60, '1']] });

/** A fake Prometheus for each test of the file, and sources that ask it. */
export function sourceOnFakePrometheus() {
  let server: FakePrometheus;
  beforeEach(async () => {
    server = await startFakePrometheus();
  });
  afterEach(() => server.close());

  const source = (options: Partial<PrometheusSourceOptions> = {}): MetricSource =>
    createPrometheusSource({ url: server.url, timeoutMs: 5_000, ...options });
  return {
    get server(): FakePrometheus {
      return server;
    },
    source,
    query: (options?: Partial<PrometheusSourceOptions>) => source(options).queryRange(up, minute, 60_000),
  };
}

/** The error of a call that must fail. */
export async function failureOf(call: Promise<unknown>): Promise<ForewarnError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ForewarnError);
  return error as ForewarnError;
}
