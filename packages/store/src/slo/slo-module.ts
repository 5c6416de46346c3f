import { type MigrationModule, migrationFolder } from '@forewarn/sql';
import { accessModule } from '../access/access-module.js';
import { analysisModule } from '../analysis/analysis-module.js';

/** The tables of the service levels. Objectives are judged by the forecasts that are stored beside them, and who changes them is kept. */
export const sloModule: MigrationModule = {
  name: 'slo',
  folder: migrationFolder(import.meta.url, 'slo'),
  requires: [analysisModule, accessModule],
  formerVersions: [3],
};
