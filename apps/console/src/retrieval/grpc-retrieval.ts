import {
  type AnalysisQuery,
  type Decomposition,
  type HodrickPrescott,
  isUnavailable,
  type StageOutcome,
} from '@forewarn/analysis';
import {
  aggregatesFromWire,
  autocorrelationFromWire,
  type ClientTls,
  decompositionFromWire,
  forecastFromWire,
  hodrickPrescottFromWire,
  retrievalClient,
  selectorToWire,
} from '@forewarn/contracts';
import type { CallOptions } from '@forewarn/core';
import type { ClientReadableStream, CallOptions as GrpcCallOptions } from '@grpc/grpc-js';
import { getDickeyFuller } from './get-dickey-fuller.js';
import { concatColumns, joinChunks } from './join-chunks.js';
import { messages } from './messages.js';
import type { Retrieval, Timed } from './retrieval.js';
import { storedSeries } from './stored-series.js';

/** How the service is reached. */
export interface GrpcRetrievalOptions {
  /** `host:port`, or `https://host:port` for TLS */
  readonly address: string;
  /** Longest wait for the next answer, milliseconds. */
  readonly timeoutMs: number;
  /** For an address by https. */
  readonly tls?: ClientTls | undefined;
  /** Shown to a server that asks who calls it. */
  readonly key?: string | undefined;
}

type Argument = { readonly selector: ReturnType<typeof selectorToWire> };
type StreamMethod<W> = (argument: Argument, options?: GrpcCallOptions) => ClientReadableStream<W>;

const secureScheme = 'https://';

/** The retrieval service over gRPC. It connects with the first call; close it to let the process end. */
export function createGrpcRetrieval(options: GrpcRetrievalOptions): Retrieval {
  const isSecure = options.address.startsWith(secureScheme);
  const address = isSecure ? options.address.slice(secureScheme.length) : options.address;
  const client = retrievalClient(address, {
    ...(isSecure && { tls: options.tls ?? {} }),
    key: options.key,
  });

  async function* read<W extends object, T>(
    method: StreamMethod<W>,
    query: AnalysisQuery,
    call: CallOptions | undefined,
    map: (wire: W) => Iterable<T>,
  ): AsyncGenerator<T> {
    const stream = method.call(client, { selector: selectorToWire(query) });
    for await (const wire of messages(stream, { ...options, ...call })) yield* map(wire);
  }

  return {
    series: (query, call) =>
      read(client.listSeries, query, call, ({ series }) => series.map((each) => storedSeries(each))),
    dickeyFuller: async function* (query, call) {
      yield* await getDickeyFuller(client, query, { ...options, ...call });
    },
    decomposition: (query, call) =>
      joinChunks(
        read(client.listDecomposition, query, call, (wire) => [
          { ...storedSeries(wire), result: timed(decompositionFromWire(wire), wire.timesMs) },
        ]),
        concatDecomposition,
      ),
    hodrickPrescott: (query, call) =>
      joinChunks(
        read(client.listHodrickPrescott, query, call, (wire) => [
          { ...storedSeries(wire), result: timed(hodrickPrescottFromWire(wire), wire.timesMs) },
        ]),
        concatHodrickPrescott,
      ),
    autocorrelation: (query, call) =>
      read(client.listAutocorrelation, query, call, (wire) => [
        { ...storedSeries(wire), result: autocorrelationFromWire(wire.autocorrelation) },
      ]),
    aggregates: (query, call) =>
      read(client.listAggregates, query, call, (wire) => [
        { ...storedSeries(wire), result: aggregatesFromWire(wire.aggregates) },
      ]),
    forecasts: (query, call) =>
      read(client.listForecasts, query, call, (wire) => [
        { ...storedSeries(wire), result: forecastFromWire(wire.forecast) },
      ]),
    close: () => client.close(),
  };
}

const timed = <T extends object>(
  outcome: StageOutcome<T>,
  timesMs: readonly number[],
): StageOutcome<Timed<T>> =>
  isUnavailable(outcome) ? outcome : { ...outcome, timesMs: Float64Array.from(timesMs) };

const concatDecomposition = (parts: readonly Timed<Decomposition>[]): Timed<Decomposition> => ({
  ...parts[0]!,
  timesMs: concatColumns(parts.map((part) => part.timesMs)),
  trend: concatColumns(parts.map((part) => part.trend)),
  seasonal: concatColumns(parts.map((part) => part.seasonal)),
  residual: concatColumns(parts.map((part) => part.residual)),
});

const concatHodrickPrescott = (parts: readonly Timed<HodrickPrescott>[]): Timed<HodrickPrescott> => ({
  ...parts[0]!,
  timesMs: concatColumns(parts.map((part) => part.timesMs)),
  cycle: concatColumns(parts.map((part) => part.cycle)),
  trend: concatColumns(parts.map((part) => part.trend)),
});
