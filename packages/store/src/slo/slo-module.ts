import { type MigrationModule, migrationFolder } from '@forewarn/sql';
import { analysisModule } from '../analysis/analysis-module.js';

/** The tables of the service levels. Objectives are judged by the forecasts that are stored beside them. */
export const sloModule: MigrationModule = {
  name: 'slo',
  folder: migrationFolder(import.meta.url, 'slo'),
  requires: [analysisModule],
  formerVersions: [3],
};
