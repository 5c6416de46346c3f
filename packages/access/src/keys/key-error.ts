import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What may be wrong with what is asked of the API keys. */
export const keyErrorCodes = {
  'key-not-found': { kind: 'not-found', meaning: 'There is no API key of that id.' },
  'key-exists': { kind: 'conflict', meaning: 'Another API key has the id that was drawn.' },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link keyErrorCodes}. */
export class KeyError extends errorClass(keyErrorCodes) {}
