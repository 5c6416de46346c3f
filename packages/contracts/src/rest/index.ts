export * from '../slo/rest/about-schema.js';
export * from '../slo/rest/evaluation-schemas.js';
export * from '../slo/rest/history-schemas.js';
export * from '../slo/rest/indicator-schema.js';
export * from '../slo/rest/sla-schema.js';
export * from '../slo/rest/time-schemas.js';
export { type WindowDocument, windowText } from '../slo/rest/window-schema.js';
export * from './lenient-schema.js';
