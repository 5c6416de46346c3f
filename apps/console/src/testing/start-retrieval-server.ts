import type { Analysis, AnalysisQuery } from '@forewarn/analysis';
import {
  decompositionChunks,
  hodrickPrescottChunks,
  loadRetrievalService,
  type RetrievalServiceHandlers,
  type Selector__Output,
  selectorFromWire,
  storedAggregatesToWire,
  storedAutocorrelationToWire,
  storedDickeyFullerToWire,
  storedForecastToWire,
  storedSeriesToWire,
} from '@forewarn/contracts';
import { compileMatchers, ForewarnError } from '@forewarn/core';
import { Server, ServerCredentials, type ServerWritableStream, status } from '@grpc/grpc-js';

/** A server that a test started. */
export interface StartedRetrieval {
  /** `host:port` */
  readonly address: string;
  /** What was asked for, in order. */
  readonly queries: readonly AnalysisQuery[];
  close(): void;
}

/**
 * Serves analyses from memory over real gRPC, by the rules of the proto.
 *
 * @param change       replaces calls, for servers that misbehave
 * @param credentials  default: plain text
 */
export async function startRetrievalServer(
  analyses: readonly Analysis[],
  change: (handlers: RetrievalServiceHandlers) => RetrievalServiceHandlers = (handlers) => handlers,
  credentials = ServerCredentials.createInsecure(),
): Promise<StartedRetrieval> {
  const server = new Server();
  const queries: AnalysisQuery[] = [];
  server.addService(loadRetrievalService(), change(handlersOf(analyses, queries)));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  return { address: `127.0.0.1:${port}`, queries, close: () => server.forceShutdown() };
}

type Request = { selector: Selector__Output | null };

function handlersOf(analyses: readonly Analysis[], queries: AnalysisQuery[]): RetrievalServiceHandlers {
  const streaming =
    <Response>(respond: (analysis: Analysis) => Iterable<Response>) =>
    (call: ServerWritableStream<Request, Response>) => {
      try {
        const query = selectorFromWire(call.request.selector);
        queries.push(query);
        for (const analysis of selected(analyses, query)) {
          for (const response of respond(analysis)) call.write(response);
        }
        call.end();
      } catch (thrown) {
        call.emit('error', { code: status.INVALID_ARGUMENT, details: ForewarnError.from(thrown).message });
      }
    };
  return {
    GetDickeyFuller: (call, callback) => {
      const found = selected(analyses, selectorFromWire(call.request.selector));
      callback(null, {
        results: found.map((each) => storedDickeyFullerToWire(withResult(each, 'dickeyFuller'))),
      });
    },
    ListSeries: streaming((each) => [{ series: [storedSeriesToWire(each)] }]),
    ListDecomposition: streaming((each) => decompositionChunks(withResult(each, 'decomposition'))),
    ListHodrickPrescott: streaming((each) => hodrickPrescottChunks(withResult(each, 'hodrickPrescott'))),
    ListAutocorrelation: streaming((each) => [
      storedAutocorrelationToWire(withResult(each, 'autocorrelation')),
    ]),
    ListAggregates: streaming((each) => [storedAggregatesToWire(withResult(each, 'aggregates'))]),
    ListForecasts: streaming((each) => [storedForecastToWire(withResult(each, 'forecast'))]),
    WatchAnalyses: (call) => call.end(),
  };
}

const withResult = <K extends keyof Analysis>(analysis: Analysis, stage: K) => ({
  ...analysis,
  result: analysis[stage],
});

function selected(analyses: readonly Analysis[], query: AnalysisQuery): Analysis[] {
  const matches = compileMatchers(query.matchers ?? []);
  return analyses.filter(
    ({ series, partition }) =>
      (query.metric === undefined || query.metric === series.metric) &&
      (query.partition === undefined || query.partition === partition) &&
      matches(series.labels),
  );
}
