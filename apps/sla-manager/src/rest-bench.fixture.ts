import { keyErrorCodes, providerErrorCodes } from '@forewarn/access';
import { accessErrorCodes, type ErrorDefinitions, errorCodes } from '@forewarn/core';
import { createHttpListener, type HttpListenerOptions, httpErrorCodes, type Route } from '@forewarn/http';
import { problem, statusOf } from '@forewarn/http/problem';
import { sloErrorCodes } from '@forewarn/slo';
import { FakeAccessStore } from '@forewarn/testkit';
import { expect, onTestFinished } from 'vitest';
import { apiInfo } from './api-info.js';
import { ExampleStore, exampleAbout, FakeSource, nowMs } from './fakes.fixture.js';
import { createSlaManager, type SlaManagerDeps } from './sla-manager.js';

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
  readonly store: ExampleStore;
  readonly origin: string;
  /** Sends JSON unless `init` says otherwise. */
  call(method: string, path: string, body?: unknown, init?: RequestInit): Promise<RestAnswer>;
}

/** Starts a server; it is stopped when the test is finished. */
export async function startBench(
  options: Partial<SlaManagerDeps & HttpListenerOptions> = {},
): Promise<RestBench> {
  const store = new ExampleStore();
  const source = new FakeSource();
  const clock = () => nowMs;
  const about = exampleAbout;
  const version = options.version ?? '0.1.0';
  const accessStore = new FakeAccessStore();
  const deps = { store, source, accessStore, about, version, clock, ...options };
  const { services, routes } = createSlaManager(deps);
  const info = apiInfo(version);
  const listener = createHttpListener({ host: '127.0.0.1', port: 0, routes, info, ...options });
  for (const service of [listener, ...services]) {
    await service.start(AbortSignal.timeout(5_000));
    // Else its rounds would go on through the tests of other files, and set timers on their fake clocks.
    onTestFinished(() => service.stop());
  }
  const origin = `http://127.0.0.1:${listener.port}`;
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

const definitions: ErrorDefinitions = {
  ...errorCodes,
  ...sloErrorCodes,
  ...httpErrorCodes,
  ...accessErrorCodes,
  ...keyErrorCodes,
  ...providerErrorCodes,
};

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
  const response = route.responses[answer.status];
  expect(response, `${answer.status} is declared`).toBeDefined();
  if (response?.schema) expect(response.schema.parse(answer.body)).toEqual(answer.body);
  else expect(answer.body).toBe('');
}
