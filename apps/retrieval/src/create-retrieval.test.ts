import { promisify } from 'node:util';
import type { Selector } from '@forewarn/contracts';
import { ForewarnError } from '@forewarn/core';
import {
  type ClientReadableStream,
  credentials,
  makeClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import { service as healthService } from 'grpc-health-check';
import { describe, expect, it, test, vi } from 'vitest';
import { startRetrieval } from './running-retrieval.fixture.js';
import { holdSeries } from './stored-series.fixture.js';

async function all<T>(stream: ClientReadableStream<T>): Promise<T[]> {
  const messages: T[] = [];
  for await (const message of stream) messages.push(message);
  return messages;
}

async function failureOf(stream: ClientReadableStream<unknown>): Promise<ServiceError> {
  try {
    await all(stream);
  } catch (thrown) {
    return thrown as ServiceError;
  }
  throw new Error('the call succeeded');
}

describe('the lists of stored results', () => {
  it('hold every series once, in order, over as many pages as it takes', async () => {
    const { client, store } = await startRetrieval();
    holdSeries(store, { seriesCount: 450 });
    const names = (await all(client.listSeries({}))).flatMap(({ series }) =>
      series.map((one) => one.series?.labels.instance),
    );
    expect(names).toEqual(Array.from({ length: 450 }, (_, index) => `host-${index}`));
    expect(store.pagesRead).toBe(3);
  });

  it('send columns in chunks of at most a thousand points, each with its series', async () => {
    const { client, store } = await startRetrieval();
    holdSeries(store, { seriesCount: 2, points: 1_440 });
    for (const list of ['listDecomposition', 'listHodrickPrescott'] as const) {
      const chunks: { timesMs: number[]; trend: number[]; series: unknown }[] = await all<never>(
        client[list]({}) as unknown as ClientReadableStream<never>,
      );
      expect(chunks.map((chunk) => chunk.trend.length)).toEqual([1_000, 440, 1_000, 440]);
      expect(chunks.map((chunk) => chunk.timesMs.length)).toEqual([1_000, 440, 1_000, 440]);
      expect(chunks[1]?.trend[0]).toBe(1_000);
      expect(chunks.every((chunk) => chunk.series)).toBe(true);
    }
  });

  it('give results, and reasons where there is none', async () => {
    const { client } = await startRetrieval();
    const [autocorrelation] = await all(client.listAutocorrelation({}));
    expect(autocorrelation?.autocorrelation?.values).toEqual([1, 0.5]);
    const [aggregates] = await all(client.listAggregates({}));
    expect(aggregates?.aggregates?.bins[0]).toMatchObject({ binMs: 3_600_000, max: 2 });
    expect(aggregates?.aggregates?.bins[0]).not.toHaveProperty('standardDeviation');
    const [forecast] = await all(client.listForecasts({}));
    expect(forecast?.forecast).toMatchObject({ reason: 'gap', detail: '17 minutes are missing' });
  });

  it('hand the selector to the store as a query', async () => {
    const { client, store } = await startRetrieval();
    await all(
      client.listForecasts({
        selector: {
          metric: 'node_load1',
          matchers: [{ name: 'instance', operator: 'OPERATOR_NOT_MATCHES', value: 'b.*' }],
          startTime: { seconds: 10, nanos: 500_000_000 },
        },
      }),
    );
    expect(store.queries).toEqual([
      {
        metric: 'node_load1',
        matchers: [{ name: 'instance', operator: '!~', value: 'b.*' }],
        startMs: 10_500,
      },
    ]);
  });

  it('are counted with their outcome', async () => {
    const { client, registry } = await startRetrieval();
    await all(client.listSeries({}));
    await failureOf(client.listSeries({ selector: { metric: '' } }));
    const text = await registry.metrics();
    expect(text).toContain('forewarn_retrieval_calls_total{method="ListSeries",status="OK"} 1');
    expect(text).toContain('forewarn_retrieval_calls_total{method="ListSeries",status="INVALID_ARGUMENT"} 1');
  });
});

describe('GetDickeyFuller', () => {
  it('answers up to a thousand results', async () => {
    const { client, store } = await startRetrieval();
    holdSeries(store, { seriesCount: 1_000 });
    const response = await promisify(client.getDickeyFuller.bind(client, {}))();
    expect(response?.results).toHaveLength(1_000);
    expect(response?.results[0]?.dickeyFuller).toMatchObject({
      pValue: 0.01,
      criticalValues: { percent5: -2.9 },
    });
  });

  it('refuses more and says to narrow the selector', async () => {
    const { client, store } = await startRetrieval();
    holdSeries(store, { seriesCount: 100_000 });
    const error: ServiceError = await promisify(client.getDickeyFuller.bind(client, {}))().then(
      () => expect.fail('the call succeeded'),
      (thrown) => thrown,
    );
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
    expect(error.details).toContain('narrow');
    expect(store.pagesRead).toBe(1);
  });
});

describe('requests that make no sense', () => {
  test.each<[string, Selector, string]>([
    ['no operator', { matchers: [{ name: 'job', value: 'x' }] }, 'selector.matchers[0].operator'],
    [
      'a pattern that is none',
      { matchers: [{ name: 'job', operator: 'OPERATOR_MATCHES', value: '(' }] },
      'is not a regular expression',
    ],
    [
      'a range upside down',
      { startTime: { seconds: 9 }, endTime: { seconds: 1 } },
      'start_time is after end_time',
    ],
  ])('%s is INVALID_ARGUMENT, and the message says where', async (_, selector, where) => {
    const { client, store } = await startRetrieval();
    for (const stream of [client.listDecomposition({ selector }), client.watchAnalyses({ selector })]) {
      const error = await failureOf(stream as ClientReadableStream<unknown>);
      expect(error.code).toBe(status.INVALID_ARGUMENT);
      expect(error.details).toContain(where);
    }
    expect(store.pagesRead).toBe(0);
  });

  it('a pattern that cannot stand in a header does not end the server', async () => {
    const { client } = await startRetrieval();
    const value = `(${'é'.repeat(20_000)}`;
    const selector = { matchers: [{ name: 'job', operator: 'OPERATOR_MATCHES', value }] } as const;
    const error = await failureOf(
      client.listSeries({ selector: { ...selector, matchers: [...selector.matchers] } }),
    );
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    expect(await all(client.listSeries({}))).toHaveLength(1);
  });

  it('a request larger than 64 KiB is refused', async () => {
    const { client } = await startRetrieval();
    const error = await failureOf(client.listSeries({ selector: { metric: 'x'.repeat(70_000) } }));
    expect(error.code).toBe(status.RESOURCE_EXHAUSTED);
  });
});

describe('failures of the store', () => {
  test.each([
    ['store-unavailable', status.UNAVAILABLE, 'warn'],
    ['store-rejected', status.FAILED_PRECONDITION, 'warn'],
    ['store-access-denied', status.PERMISSION_DENIED, 'warn'],
    ['prometheus-malformed', status.DATA_LOSS, 'error'],
  ] as const)(
    '%s has its status, its code in the trailer, and one line in the log',
    async (code, expected, level) => {
      const { client, store, logged } = await startRetrieval();
      store.readFailure = new ForewarnError(code, 'MySQL at db:3306 does not answer');
      const error = await failureOf(client.listForecasts({}));
      expect(error.code).toBe(expected);
      expect(error.details).toMatch(/log has the details/);
      expect(error.metadata.get('forewarn-error-code')).toEqual([code]);
      expect(logged.filter(({ fields }) => 'error' in fields)).toMatchObject([{ level }]);
    },
  );

  it('a defect is INTERNAL without its message, which is in the log once', async () => {
    const { client, store, logged } = await startRetrieval();
    store.readFailure = new TypeError('cannot read properties of undefined');
    const error = await failureOf(client.listForecasts({}));
    expect(error.code).toBe(status.INTERNAL);
    expect(error.details).not.toContain('undefined');
    const lines = logged.filter(({ level }) => level === 'error');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.fields).toMatchObject({ method: 'ListForecasts', error: { cause: store.readFailure } });
  });
});

describe('health', () => {
  it('follows the check of the service, of the whole and by name', async () => {
    const { service, store } = await startRetrieval();
    const HealthClient = makeClientConstructor(healthService as never, 'Health');
    const client = new HealthClient(`127.0.0.1:${service.port}`, credentials.createInsecure());
    const health = promisify((client.check as (request: object, answer: () => void) => void).bind(client));
    const statusOf = async (name: string) =>
      (await (health({ service: name }) as Promise<unknown>)) as object;
    for (const name of ['', 'dataretrieval.v1.RetrievalService']) {
      store.failure = undefined;
      await vi.waitFor(async () => expect(await statusOf(name)).toEqual({ status: 'SERVING' }));
      store.failure = new ForewarnError('store-unavailable', 'down');
      await vi.waitFor(async () => expect(await statusOf(name)).toEqual({ status: 'NOT_SERVING' }));
    }
    client.close();
  });

  it('a port that is taken is named', async () => {
    const { service } = await startRetrieval();
    await expect(startRetrieval({ port: service.port })).rejects.toMatchObject({
      code: 'address-in-use',
      message: expect.stringContaining(`127.0.0.1:${service.port}: another program listens there`),
    });
  });
});
