import type { DatabaseSchema, Logger } from '@forewarn/core';
import type {
  IndicatorRepository,
  SlaRepository,
  TallyRepository,
  VerdictReader,
  VerdictWriter,
} from '@forewarn/slo';
import { createSchema, createTopicStore, type SqlDatabase } from '@forewarn/sql';
import { createIndicatorRepository } from './create-indicator-repository.js';
import { createSlaRepository } from './create-sla-repository.js';
import { createTallyRepository } from './create-tally-repository.js';
import { createVerdictReader } from './create-verdict-reader.js';
import { sloModule } from './slo-module.js';
import { verdictRows } from './verdict-rows.js';

/** Keeps SLAs, indicators and tallied days, and reads the verdicts. Needs their tables and those of the analyses. */
export const createSloStore = (
  database: SqlDatabase,
  logger?: Logger,
): SlaRepository & IndicatorRepository & TallyRepository & VerdictReader & DatabaseSchema => ({
  ...createIndicatorRepository(database),
  ...createSlaRepository(database),
  ...createTallyRepository(database),
  ...createVerdictReader(database),
  ...createSchema(database, [sloModule], logger),
});

/** Writes the verdicts of each minute with the offsets of their topic. */
export const createVerdictWriter = (database: SqlDatabase, logger?: Logger): VerdictWriter & DatabaseSchema =>
  createTopicStore(database, verdictRows, logger);
