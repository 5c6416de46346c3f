import type { AnalysisReader, AnalysisWriter } from '@forewarn/analysis';
import type { Database } from '@forewarn/core';
import type { SlaRepository } from '@forewarn/slo';

/**
 * A store under test: every port that the database serves.
 */
export interface Store extends AnalysisWriter, AnalysisReader, SlaRepository, Database {}
