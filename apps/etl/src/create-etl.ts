import type { AppParts } from '@forewarn/process';
import { createEtlService, type EtlDeps } from './etl-service.js';

/** The parts of etl: planner and workers in one service. */
export const createEtl = (options: EtlDeps): AppParts => ({ services: [createEtlService(options)] });
