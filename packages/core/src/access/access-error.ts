import { errorClass } from '../errors/error-class.js';
import type { ErrorDefinitions } from '../errors/error-definition.js';

/** Why somebody is not let in, or not that far. */
export const accessErrorCodes = {
  'credentials-missing': {
    kind: 'unauthenticated',
    meaning: 'The request does not say who sends it, and only those who are known are answered.',
  },
  'credentials-invalid': {
    kind: 'unauthenticated',
    meaning: 'The key or token that came with the request is not accepted: unknown, revoked or expired.',
  },
  'access-denied': {
    kind: 'permission-denied',
    meaning: 'The role of the caller does not suffice, or what is asked for lies outside its scope.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link accessErrorCodes}. */
export class AccessError extends errorClass(accessErrorCodes) {}
