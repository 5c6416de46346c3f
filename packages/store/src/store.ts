import type { AuditRepository, KeyRepository } from '@forewarn/access';
import type { AnalysisReader, AnalysisWriter, SeriesProblemReader } from '@forewarn/analysis';
import type { Database } from '@forewarn/core';
import type { IndicatorRepository, SlaRepository, TallyRepository, VerdictReader } from '@forewarn/slo';

/**
 * The SQL database behind Forewarn: MySQL or MariaDB, or a SQLite file.
 * Failures are `ForewarnError`s: `store-unavailable`, `store-rejected`, `store-access-denied`.
 */
export interface Store
  extends AnalysisWriter,
    AnalysisReader,
    SeriesProblemReader,
    SlaRepository,
    IndicatorRepository,
    TallyRepository,
    VerdictReader,
    KeyRepository,
    AuditRepository,
    Database {}
