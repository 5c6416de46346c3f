import { type MigrationModule, migrationFolder } from '@forewarn/sql';

/** The tables of who may do what, and of who changed what. */
export const accessModule: MigrationModule = {
  name: 'access',
  folder: migrationFolder(import.meta.url, 'access'),
};
