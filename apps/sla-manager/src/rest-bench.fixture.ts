import { type ErrorDefinitions, errorCodes } from '@forewarn/core';
import { sloErrorCodes } from '@forewarn/slo';
import { expect, onTestFinished } from 'vitest';
import { createSlaEvaluator } from './evaluation/sla-evaluator.js';
import { exampleAbout, FakeSource, FakeStore, nowMs } from './fakes.fixture.js';
import { httpErrorCodes } from './http/http-error.js';
import { statusOf } from './http/problem.js';
import type { Route } from './http/route.js';
import { allRoutes } from './routes/all-routes.js';
import { problem } from './schemas/problem-schema.js';
import { createSlaManagerService, type SlaManagerOptions } from './sla-manager-service.js';

/** What the server answered; the body is parsed where it is JSON. */
interface RestAnswer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look at fields of bodies whose schema was checked
  readonly body: any;
}

/** A running server on fakes, and a client that checks every answer against the server's own schemas. */
export interface RestBench {
  readonly source: FakeSource;
  readonly store: FakeStore;
  readonly origin: string;
  /** Sends JSON unless `init` says otherwise. */
  call(method: string, path: string, body?: unknown, init?: RequestInit): Promise<RestAnswer>;
}

/** Starts a server; it is stopped when the test is finished. */
export async function startBench(options: Partial<SlaManagerOptions> = {}): Promise<RestBench> {
  const store = new FakeStore();
  const source = new FakeSource();
  const clock = () => nowMs;
  const about = exampleAbout;
  const service = createSlaManagerService({
    store,
    source,
    host: '127.0.0.1',
    port: 0,
    about,
    clock,
    ...options,
  });
  await service.start(AbortSignal.timeout(5_000));
  onTestFinished(() => service.stop());
  const origin = `http://127.0.0.1:${service.port}`;
  const evaluator = createSlaEvaluator({ store, source, clock, atRiskProbability: 0.5 });
  const routes = allRoutes({ store, evaluator, clock, about, version: '' });
  return {
    source,
    store,
    origin,
    async call(method, path, body, init = {}) {
      const sent =
        body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
      const response = await fetch(`${origin}${path}`, { method, ...sent, ...init });
      const text = await response.text();
      const isJson = /json/.test(response.headers.get('content-type') ?? '');
      const answer = {
        status: response.status,
        headers: response.headers,
        body: isJson ? JSON.parse(text) : text,
      };
      checkAgainstSchema(routes, method, path, answer);
      return answer;
    },
  };
}

const definitions: ErrorDefinitions = { ...errorCodes, ...sloErrorCodes, ...httpErrorCodes };

/** Nothing missing, nothing of the wrong type, and nothing that the schema does not name. */
function checkAgainstSchema(
  routes: readonly Route[],
  method: string,
  path: string,
  answer: RestAnswer,
): void {
  if (answer.status >= 400) {
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    expect(problem.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ status: answer.status, instance: path.split('?')[0] });
    expect(statusOf(definitions[answer.body.code]!)).toBe(answer.status);
    return;
  }
  const { pathname } = new URL(path, 'http://localhost');
  const route = routes.find(
    (each) =>
      each.method === method.toLowerCase() &&
      new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
  );
  if (!route) return;
  expect(Object.keys(route.successes)).toContain(String(answer.status));
  if (route.answer) expect(route.answer.parse(answer.body)).toEqual(answer.body);
  else expect(answer.body).toBe('');
}
