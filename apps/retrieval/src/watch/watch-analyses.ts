import { narrowed } from '@forewarn/access';
import type { Analysis, AnalysisQuery } from '@forewarn/analysis';
import { type Selector__Output, selectorFromWire, type WatchAnalysesResponse } from '@forewarn/contracts';
import { type Caller, compileMatchers } from '@forewarn/core';
import type { ResponseStream } from '@forewarn/grpc';
import type { AnalysisWatch } from './analysis-watch.js';
import { serviceStopping } from './service-stopping.js';

/**
 * Answers a call of WatchAnalyses: opens the stream when the watch has begun, then writes each analysis that the selector matches,
 * until the client ends the call or the server begins to stop.
 *
 * @throws {ForewarnError} the call's end, `watcher-too-slow`, `retrieval-unavailable`, or what befell the event log
 */
export async function watchAnalyses(
  watch: AnalysisWatch,
  request: { readonly selector: Selector__Output | null },
  output: ResponseStream<WatchAnalysesResponse>,
  caller: Caller,
): Promise<void> {
  const matches = analysisMatcher(narrowed(caller, selectorFromWire(request.selector)));
  const watcher = watch.subscribe(matches, AbortSignal.any([output.signal, output.stopping]));
  try {
    await watcher.begun();
    output.open();
    for (;;) await output.write(await watcher.take(), watcher.signal);
  } catch (thrown) {
    throw thrown === output.stopping.reason ? serviceStopping() : thrown;
  } finally {
    watch.unsubscribe(watcher);
  }
}

function analysisMatcher({
  metric,
  partition,
  matchers = [],
}: AnalysisQuery): (analysis: Analysis) => boolean {
  const labelsMatch = compileMatchers(matchers);
  return (analysis) =>
    (metric === undefined || analysis.series.metric === metric) &&
    (partition === undefined || analysis.partition === partition) &&
    labelsMatch(analysis.series.labels);
}
