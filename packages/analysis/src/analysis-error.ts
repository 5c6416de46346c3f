import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with what an analysis is asked to do. */
export const analysisErrorCodes = {
  'unknown-profile': {
    kind: 'invalid-argument',
    meaning: 'No analysis profile of that name exists.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link analysisErrorCodes}. */
export class AnalysisError extends errorClass(analysisErrorCodes) {}
