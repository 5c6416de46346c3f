export type { About } from './routes/route-context.js';
export { seedSlas } from './seed-slas.js';
export {
  createSlaManagerService,
  type SlaManagerOptions,
  type SlaManagerService,
} from './sla-manager-service.js';
