import { migrationFolder } from '../migration/migration-folder.js';
import type { MigrationModule } from '../migration/migration-module.js';

/** The table that says how far each topic is stored, whatever domain its rows belong to. */
export const consumerOffsetsModule: MigrationModule = {
  name: 'consumer-offsets',
  folder: migrationFolder(import.meta.url, 'consumer-offsets'),
  formerVersions: [1],
};
