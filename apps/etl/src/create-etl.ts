import type { Service } from '@forewarn/lifecycle';
import type { AppParts } from '@forewarn/process';
import { type EtlDeps, EtlService } from './etl-service.js';

/**
 * The two roles of etl, planner and worker, in one service. Any number of processes may run it: they share the work.
 *
 * @param deps  ports and settings
 */
export const createEtl = (deps: EtlDeps): AppParts & { readonly services: readonly [Service] } => ({
  services: [new EtlService(deps)],
});
