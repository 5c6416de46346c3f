import { type RetrievalServiceClient, retrievalClient } from '@forewarn/contracts';
import { canonicalSeries } from '@forewarn/core';

type Answers<Message> = AsyncIterable<Message>;

interface OfSeries {
  readonly series: { readonly metric: string; readonly labels: Record<string, string> } | null;
  readonly window: { readonly end: { readonly seconds: number } | null } | null;
}

/** What the retrieval service answers about the newest window of every series, by kind of result and by series. */
export interface StoredAnalyses {
  /** By canonical series; all that is served of its newest window. */
  readonly bySeries: ReadonlyMap<string, Readonly<Record<string, readonly unknown[]>>>;
  /** The ends of all windows that were met, epoch seconds: one, unless a round was stored meanwhile. */
  readonly windowEnds: readonly number[];
}

/** Reads everything that is served about the newest windows, as it comes over the wire. */
export async function readStoredAnalyses(grpcAddress: string): Promise<StoredAnalyses> {
  const client = retrievalClient(grpcAddress);
  try {
    return await readAll(client);
  } finally {
    client.close();
  }
}

async function readAll(client: RetrievalServiceClient): Promise<StoredAnalyses> {
  const bySeries = new Map<string, Record<string, unknown[]>>();
  const windowEnds = new Set<number>();
  const note = (kind: string, message: OfSeries) => {
    const key = canonicalSeries(message.series!);
    const results = bySeries.get(key) ?? {};
    bySeries.set(key, results);
    results[kind] = [...(results[kind] ?? []), message];
    windowEnds.add(message.window!.end!.seconds);
  };
  const tests = await new Promise<readonly OfSeries[]>((resolve, reject) => {
    client.getDickeyFuller({}, (error, answer) => (error ? reject(error) : resolve(answer?.results ?? [])));
  });
  for (const test of tests) note('dickeyFuller', test);
  const streams: Record<string, Answers<OfSeries>> = {
    decomposition: client.listDecomposition({}),
    hodrickPrescott: client.listHodrickPrescott({}),
    autocorrelation: client.listAutocorrelation({}),
    aggregates: client.listAggregates({}),
    forecast: client.listForecasts({}),
  };
  for (const [kind, stream] of Object.entries(streams))
    for await (const message of stream) note(kind, message);
  return { bySeries, windowEnds: [...windowEnds] };
}
