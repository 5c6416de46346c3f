import type { AppParts } from '@forewarn/process';
import { createEtlService, type EtlOptions } from './etl-service.js';

/** The parts of etl: planner and workers in one service. */
export const createEtl = (options: EtlOptions): AppParts => ({ services: [createEtlService(options)] });
