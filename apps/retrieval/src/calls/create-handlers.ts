import { narrowed } from '@forewarn/access';
import type { AnalysisQuery, AnalysisReader } from '@forewarn/analysis';
import {
  decompositionChunks,
  hodrickPrescottChunks,
  type RetrievalServiceHandlers,
  type Selector__Output,
  selectorFromWire,
  storedAggregatesToWire,
  storedAutocorrelationToWire,
  storedForecastToWire,
  storedSeriesToWire,
} from '@forewarn/contracts';
import {
  type GrpcAccess,
  type GrpcHandlers,
  type Listing,
  listHandler,
  streamHandler,
  unaryHandler,
} from '@forewarn/grpc';
import type { AnalysisWatch } from '../watch/analysis-watch.js';
import { watchAnalyses } from '../watch/watch-analyses.js';
import { getDickeyFuller } from './get-dickey-fuller.js';

// One series a page: the columns of a day are 100 KB of JSON to parse, and the first chunk waits for no more than its own.
const columnPageSize = 1;
const resultPageSize = 200;

/** What each method demands of its caller. */
export const methodAccess: GrpcAccess<RetrievalServiceHandlers> = {
  GetDickeyFuller: 'read',
  ListSeries: 'read',
  ListDecomposition: 'read',
  ListHodrickPrescott: 'read',
  ListAutocorrelation: 'read',
  ListAggregates: 'read',
  ListForecasts: 'read',
  WatchAnalyses: 'read',
};

/** The methods of `dataretrieval.v1.RetrievalService`. */
export function createHandlers(
  reader: AnalysisReader,
  watch: AnalysisWatch,
): GrpcHandlers<RetrievalServiceHandlers> {
  return {
    GetDickeyFuller: unaryHandler((request, signal, caller) =>
      getDickeyFuller(reader, request, signal, caller),
    ),
    ListSeries: selectedHandler({
      pageSize: resultPageSize,
      read: (query, page) => reader.listSeries(query, page),
      messages: (items) => (items.length > 0 ? [{ series: items.map(storedSeriesToWire) }] : []),
    }),
    ListDecomposition: selectedHandler({
      pageSize: columnPageSize,
      read: (query, page) => reader.listDecomposition(query, page),
      messages: (items) => chained(items, decompositionChunks),
    }),
    ListHodrickPrescott: selectedHandler({
      pageSize: columnPageSize,
      read: (query, page) => reader.listHodrickPrescott(query, page),
      messages: (items) => chained(items, hodrickPrescottChunks),
    }),
    ListAutocorrelation: selectedHandler({
      pageSize: resultPageSize,
      read: (query, page) => reader.listAutocorrelation(query, page),
      messages: (items) => items.map(storedAutocorrelationToWire),
    }),
    ListAggregates: selectedHandler({
      pageSize: resultPageSize,
      read: (query, page) => reader.listAggregates(query, page),
      messages: (items) => items.map(storedAggregatesToWire),
    }),
    ListForecasts: selectedHandler({
      pageSize: resultPageSize,
      read: (query, page) => reader.listForecasts(query, page),
      messages: (items) => items.map(storedForecastToWire),
    }),
    WatchAnalyses: streamHandler((request, output, caller) => watchAnalyses(watch, request, output, caller)),
  };
}

/** A request that selects stored results. */
interface SelectingRequest {
  readonly selector: Selector__Output | null;
}

/** A handler that streams the stored results which a request selects, and the caller may read. */
const selectedHandler = <Item, Response>(
  listing: Omit<Listing<SelectingRequest, AnalysisQuery, Item, Response>, 'query'>,
) =>
  listHandler({
    ...listing,
    query: ({ selector }: SelectingRequest, caller) => narrowed(caller, selectorFromWire(selector)),
  });

function* chained<Item, Message>(
  items: readonly Item[],
  messagesOf: (item: Item) => Iterable<Message>,
): Generator<Message> {
  for (const item of items) yield* messagesOf(item);
}
