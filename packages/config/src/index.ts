export * from './fields.js';
export * from './groups.js';
export * from './load-settings.js';
export * from './tls.js';
