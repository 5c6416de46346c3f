export * from './audit/audit-entry.js';
export type { ApiKey } from './keys/api-key.js';
