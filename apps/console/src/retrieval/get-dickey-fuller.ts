import type { AnalysisQuery, DickeyFuller } from '@forewarn/analysis';
import { dickeyFullerFromWire, type RetrievalServiceClient, selectorToWire } from '@forewarn/contracts';
import { onAbort } from '@forewarn/core';
import type { MessageOptions } from './messages.js';
import type { StageResult } from './retrieval.js';
import { retrievalError } from './retrieval-error.js';
import { storedSeries } from './stored-series.js';

/**
 * The one call that answers in one message: at most 1,000 tests.
 *
 * @throws {ForewarnError} `retrieval-unavailable`, `invalid-request` (more than 1,000), `cancelled`, `internal`
 */
export function getDickeyFuller(
  client: RetrievalServiceClient,
  query: AnalysisQuery,
  { address, timeoutMs, signal }: MessageOptions,
): Promise<StageResult<DickeyFuller>[]> {
  const request = { selector: selectorToWire(query) };
  const { promise, resolve, reject } = settleable<StageResult<DickeyFuller>[]>();
  const call = client.getDickeyFuller(request, { deadline: Date.now() + timeoutMs }, (error, response) => {
    release();
    if (error) return reject(retrievalError(error, address));
    try {
      const results = response?.results ?? [];
      resolve(
        results.map((wire) => ({ ...storedSeries(wire), result: dickeyFullerFromWire(wire.dickeyFuller) })),
      );
    } catch (thrown) {
      reject(retrievalError(thrown, address));
    }
  });
  const release = onAbort(signal, () => call.cancel());
  return promise;
}

/** Node 20 has no `Promise.withResolvers`. */
function settleable<T>() {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject };
}
