import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** Why a call of the retrieval service fails. */
export const retrievalErrorCodes = {
  'too-many-results': {
    kind: 'resource-exhausted',
    meaning: 'An answer in one piece would hold more results than it may; narrow the selector.',
  },
  'watcher-too-slow': {
    kind: 'resource-exhausted',
    meaning: 'A client that watches analyses takes them more slowly than they come, and was evicted.',
  },
  'retrieval-unavailable': {
    kind: 'unavailable',
    meaning: 'The retrieval service cannot be reached over gRPC.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link retrievalErrorCodes}. */
export class RetrievalError extends errorClass(retrievalErrorCodes) {}
