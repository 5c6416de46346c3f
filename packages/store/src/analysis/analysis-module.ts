import { type MigrationModule, migrationFolder } from '@forewarn/sql';

/** The tables of the analyses. */
export const analysisModule: MigrationModule = {
  name: 'analysis',
  folder: migrationFolder(import.meta.url, 'analysis'),
  formerVersions: [1, 2, 4],
};
