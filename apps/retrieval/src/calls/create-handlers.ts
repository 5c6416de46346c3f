import type { AnalysisReader } from '@forewarn/analysis';
import {
  decompositionChunks,
  hodrickPrescottChunks,
  type RetrievalServiceHandlers,
  storedAggregatesToWire,
  storedAutocorrelationToWire,
  storedForecastToWire,
  storedSeriesToWire,
} from '@forewarn/contracts';
import type { AnalysisWatch } from '../watch/analysis-watch.js';
import { watchAnalyses } from '../watch/watch-analyses.js';
import { streamHandler, unaryHandler } from './call-handlers.js';
import type { CallObserver } from './call-observer.js';
import { getDickeyFuller } from './get-dickey-fuller.js';
import { listHandler } from './list-handler.js';

// One series a page: the columns of a day are 100 KB of JSON to parse, and the first chunk waits for no more than its own.
const columnPageSize = 1;
const resultPageSize = 200;

/** What the methods need. */
export interface HandlerDependencies {
  readonly reader: AnalysisReader;
  readonly watch: AnalysisWatch;
  readonly observer: CallObserver;
}

/** The methods of `dataretrieval.v1.RetrievalService`. */
export function createHandlers({ reader, watch, observer }: HandlerDependencies): RetrievalServiceHandlers {
  return {
    GetDickeyFuller: unaryHandler('GetDickeyFuller', observer, (request, signal) =>
      getDickeyFuller(reader, request, signal),
    ),
    ListSeries: listHandler(
      {
        method: 'ListSeries',
        pageSize: resultPageSize,
        read: (query, page) => reader.listSeries(query, page),
        messages: (items) => (items.length > 0 ? [{ series: items.map(storedSeriesToWire) }] : []),
      },
      observer,
    ),
    ListDecomposition: listHandler(
      {
        method: 'ListDecomposition',
        pageSize: columnPageSize,
        read: (query, page) => reader.listDecomposition(query, page),
        messages: (items) => chained(items, decompositionChunks),
      },
      observer,
    ),
    ListHodrickPrescott: listHandler(
      {
        method: 'ListHodrickPrescott',
        pageSize: columnPageSize,
        read: (query, page) => reader.listHodrickPrescott(query, page),
        messages: (items) => chained(items, hodrickPrescottChunks),
      },
      observer,
    ),
    ListAutocorrelation: listHandler(
      {
        method: 'ListAutocorrelation',
        pageSize: resultPageSize,
        read: (query, page) => reader.listAutocorrelation(query, page),
        messages: (items) => items.map(storedAutocorrelationToWire),
      },
      observer,
    ),
    ListAggregates: listHandler(
      {
        method: 'ListAggregates',
        pageSize: resultPageSize,
        read: (query, page) => reader.listAggregates(query, page),
        messages: (items) => items.map(storedAggregatesToWire),
      },
      observer,
    ),
    ListForecasts: listHandler(
      {
        method: 'ListForecasts',
        pageSize: resultPageSize,
        read: (query, page) => reader.listForecasts(query, page),
        messages: (items) => items.map(storedForecastToWire),
      },
      observer,
    ),
    WatchAnalyses: streamHandler('WatchAnalyses', observer, (request, output) =>
      watchAnalyses(watch, request, output),
    ),
  };
}

function* chained<Item, Message>(
  items: readonly Item[],
  messagesOf: (item: Item) => Iterable<Message>,
): Generator<Message> {
  for (const item of items) yield* messagesOf(item);
}
