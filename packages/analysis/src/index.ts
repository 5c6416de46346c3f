export * from './analysis.js';
export * from './analysis-profile.js';
export * from './analyze-series.js';
export * from './counter-rates.js';
export * from './grid.js';
export * from './ports/analysis-reader.js';
export * from './ports/analysis-writer.js';
export * from './stage.js';
