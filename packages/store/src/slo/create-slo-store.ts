import type { DatabaseSchema, Logger } from '@forewarn/core';
import type { SlaRepository } from '@forewarn/slo';
import { createSchema, type SqlDatabase } from '@forewarn/sql';
import { createSlaRepository } from './create-sla-repository.js';
import { sloModule } from './slo-module.js';

/** Keeps the SLAs. Needs their tables and those of the analyses. */
export const createSloStore = (database: SqlDatabase, logger?: Logger): SlaRepository & DatabaseSchema => ({
  ...createSlaRepository(database),
  ...createSchema(database, [sloModule], logger),
});
