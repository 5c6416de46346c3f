import type { DatabaseSchema, Logger } from '@forewarn/core';
import type { IndicatorRepository, SlaRepository } from '@forewarn/slo';
import { createSchema, type SqlDatabase } from '@forewarn/sql';
import { createIndicatorRepository } from './create-indicator-repository.js';
import { createSlaRepository } from './create-sla-repository.js';
import { sloModule } from './slo-module.js';

/** Keeps SLAs and indicators. Needs their tables and those of the analyses. */
export const createSloStore = (
  database: SqlDatabase,
  logger?: Logger,
): SlaRepository & IndicatorRepository & DatabaseSchema => ({
  ...createIndicatorRepository(database),
  ...createSlaRepository(database),
  ...createSchema(database, [sloModule], logger),
});
