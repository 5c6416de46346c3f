import { AccessError, type Caller, type Scope } from '@forewarn/core';
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { startRetrieval } from './running-retrieval.fixture.js';
import { holdSeries } from './stored-series.fixture.js';

/** Whoever calls may read so much. */
const callerOf = (scope: Scope): Caller => ({ name: 'somebody', role: 'viewer', scope });

/** The namespaces of what a caller of a scope is given by every list. */
async function listed(scope: Scope): Promise<string[][]> {
  const { client, store } = await startRetrieval({ authorize: () => callerOf(scope) });
  holdSeries(store, {
    seriesCount: 4,
    labels: (index) => ({ namespace: index % 2 === 0 ? 'shop' : 'bank' }),
  });
  const lists = ['listForecasts', 'listAggregates', 'listAutocorrelation', 'listDecomposition'] as const;
  const all: string[][] = [];
  for (const list of lists) {
    const found: string[] = [];
    const stream: AsyncIterable<{ series: { labels: Record<string, string> } | null }> = client[list]({});
    for await (const { series } of stream) found.push(series?.labels.namespace ?? 'none');
    all.push(found);
  }
  return all;
}

describe('a caller', () => {
  it('reads everything unless narrowed', async () => {
    for (const found of await listed({})) expect(found).toEqual(['shop', 'bank', 'shop', 'bank']);
  });

  it('of some namespaces reads of those alone', async () => {
    for (const found of await listed({ namespaces: ['bank'] })) expect(found).toEqual(['bank', 'bank']);
  });

  it.each<Scope>([{ slas: ['shop-*'] }, { namespaces: [] }])(
    'that is narrowed to %j reads no series',
    async (scope) => {
      const { client } = await startRetrieval({ authorize: () => callerOf(scope) });
      const failure = await new Promise<ServiceError>((resolve) =>
        client.getDickeyFuller({}, (error) => resolve(error!)),
      );
      expect(failure.code).toBe(status.PERMISSION_DENIED);
      const watch = client.watchAnalyses({});
      const refused = await new Promise<ServiceError>((resolve) => watch.on('error', resolve));
      expect(refused.code).toBe(status.PERMISSION_DENIED);
    },
  );

  it('that is not known is told so, whatever it asks for', async () => {
    const { client } = await startRetrieval({
      authorize: (_, metadata: Metadata) => {
        if (metadata.get('authorization')[0] === 'Bearer right') return callerOf({});
        throw new AccessError('credentials-missing', 'who are you?');
      },
    });
    const failure = await new Promise<ServiceError>((resolve) =>
      client.getDickeyFuller({}, (error) => resolve(error!)),
    );
    expect([failure.code, failure.details]).toEqual([status.UNAUTHENTICATED, 'who are you?']);
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer right');
    const answer = await new Promise((resolve) =>
      client.getDickeyFuller({}, metadata, (_, found) => resolve(found)),
    );
    expect(answer).toBeDefined();
  });
});
