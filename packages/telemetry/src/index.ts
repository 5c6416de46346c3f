export { Counter, Gauge, Histogram, Registry } from 'prom-client';
export * from './computed-gauge.js';
export * from './logger.js';
export * from './metrics.js';
