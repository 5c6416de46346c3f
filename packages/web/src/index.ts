export * from './page-files.js';
