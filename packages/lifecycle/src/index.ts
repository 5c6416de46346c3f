export * from './lifecycle-error.js';
export * from './listen.js';
export * from './manifest-version.js';
export * from './operations-server.js';
export * from './run-main.js';
export * from './run-services.js';
export * from './service.js';
export * from './until-available.js';
