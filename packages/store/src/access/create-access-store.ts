import type { AuditRepository, KeyRepository } from '@forewarn/access';
import type { DatabaseSchema, Logger } from '@forewarn/core';
import { createSchema, type SqlDatabase } from '@forewarn/sql';
import { accessModule } from './access-module.js';
import { createAuditRepository } from './create-audit-repository.js';
import { createKeyRepository } from './create-key-repository.js';

/** Keeps API keys and the audit. */
export const createAccessStore = (
  database: SqlDatabase,
  logger?: Logger,
): KeyRepository & AuditRepository & DatabaseSchema => ({
  ...createKeyRepository(database),
  ...createAuditRepository(database),
  ...createSchema(database, [accessModule], logger),
});
