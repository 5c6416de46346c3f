export type { PrometheusAccessOptions } from './access/access-options.js';
export { createPrometheusSource, type PrometheusSourceOptions } from './http/prometheus-source.js';
export { parseRangeResponse, type RangeResponse } from './range-response/parse-range-response.js';
export type { ResponseOrigin } from './range-response/read-envelope.js';
export { bundledRecordings, loadRecording } from './recorded/load-recording.js';
export { createRecordedSource, type RecordedSourceOptions } from './recorded/recorded-source.js';
export type { RecordedFault, RecordedSeries, Recording } from './recorded/recording.js';
export * from './recording-error.js';
