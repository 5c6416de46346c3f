export * from './contracts/event-log-contract.js';
export * from './contracts/metric-source-contract.js';
export * from './servers/index.js';
