export * from './events/analysis-requested.js';
export { EventError, eventErrorCodes } from './events/event-error.js';
export type { EncodedEvent, EventFormat } from './events/event-headers.js';
export * from './events/series-analyzed.js';
export type {
  RetrievalServiceClient,
  RetrievalServiceHandlers,
} from './generated/dataretrieval/v1/RetrievalService.js';
export type { Selector, Selector__Output } from './generated/dataretrieval/v1/Selector.js';
export type { WatchAnalysesResponse } from './generated/dataretrieval/v1/WatchAnalysesResponse.js';
export * from './json/analysis-from-json.js';
export * from './json/analysis-to-json.js';
export { loadProtoDescriptors } from './proto-definitions.js';
export * from './retrieval/column-chunks.js';
export * from './retrieval/result-responses.js';
export * from './retrieval/retrieval-client.js';
export * from './retrieval/retrieval-error.js';
export * from './retrieval/retrieval-service.js';
export * from './retrieval/selector-wire.js';
export * from './wire/analysis-wire.js';
export { seriesFromWire, windowFromWire } from './wire/series-wire.js';
export * from './wire/stages-from-wire.js';
export { timestampFromWire } from './wire/timestamp.js';
