export * from './access/topics/change-audited.js';
export * from './analysis/retrieval/column-chunks.js';
export * from './analysis/retrieval/result-responses.js';
export * from './analysis/retrieval/retrieval-client.js';
export * from './analysis/retrieval/retrieval-error.js';
export * from './analysis/retrieval/retrieval-service.js';
export * from './analysis/retrieval/selector-wire.js';
export type { ClientTls } from './analysis/retrieval/tls-channel.js';
export * from './analysis/topics/analysis-requested.js';
export * from './analysis/topics/series-analyzed.js';
export * from './analysis/topics/series-problem-reported.js';
export * from './analysis/wire/analysis-from-json.js';
export * from './analysis/wire/analysis-to-json.js';
export * from './analysis/wire/analysis-wire.js';
export * from './analysis/wire/stages-from-wire.js';
export { windowFromWire } from './analysis/wire/window-wire.js';
export { EventError, eventErrorCodes } from './encoding/event-error.js';
export type { EventFormat } from './encoding/event-headers.js';
export { seriesFromWire } from './encoding/series-wire.js';
export { timestampFromWire } from './encoding/timestamp.js';
export type {
  RetrievalServiceClient,
  RetrievalServiceHandlers,
} from './generated/dataretrieval/v1/RetrievalService.js';
export type { Selector, Selector__Output } from './generated/dataretrieval/v1/Selector.js';
export type {
  WatchAnalysesResponse,
  WatchAnalysesResponse__Output,
} from './generated/dataretrieval/v1/WatchAnalysesResponse.js';
export { loadProtoDescriptors } from './proto-definitions.js';
export * from './slo/topics/objective-evaluated.js';
export * from './slo/topics/service-level-defined.js';
