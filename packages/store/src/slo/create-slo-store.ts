import type { DatabaseSchema, Logger } from '@forewarn/core';
import type { IndicatorRepository, SlaRepository, TallyRepository } from '@forewarn/slo';
import { createSchema, type SqlDatabase } from '@forewarn/sql';
import { createIndicatorRepository } from './create-indicator-repository.js';
import { createSlaRepository } from './create-sla-repository.js';
import { createTallyRepository } from './create-tally-repository.js';
import { sloModule } from './slo-module.js';

/** Keeps SLAs, indicators and tallied days. Needs their tables and those of the analyses. */
export const createSloStore = (
  database: SqlDatabase,
  logger?: Logger,
): SlaRepository & IndicatorRepository & TallyRepository & DatabaseSchema => ({
  ...createIndicatorRepository(database),
  ...createSlaRepository(database),
  ...createTallyRepository(database),
  ...createSchema(database, [sloModule], logger),
});
