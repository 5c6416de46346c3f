import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** Why the SLA manager cannot be asked. */
export const slaManagerErrorCodes = {
  'sla-manager-unavailable': { kind: 'unavailable', meaning: 'The SLA manager cannot be reached over HTTP.' },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link slaManagerErrorCodes}. */
export class SlaManagerError extends errorClass(slaManagerErrorCodes) {}
