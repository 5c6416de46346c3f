export * from './contracts/event-log-contract.js';
export * from './contracts/event-log-inbox.js';
export * from './contracts/metric-source-contract.js';
export * from './contracts/store-contract.js';
export * from './fakes/append-only-event-log.js';
export * from './fakes/record-batch.js';
export * from './fakes/recording-logger.js';
export * from './servers/index.js';
