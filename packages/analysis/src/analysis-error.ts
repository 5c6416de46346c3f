import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with what an analysis is asked to do. */
export const analysisErrorCodes = {
  'unknown-profile': {
    kind: 'invalid-argument',
    meaning: 'No analysis profile of that name exists.',
  },
  'analysis-failed': {
    kind: 'failed-precondition',
    meaning: 'A defect in Forewarn met the samples of a series; the other series are analysed.',
  },
  'partial-answer': {
    kind: 'failed-precondition',
    meaning: 'The metric source says that samples may be missing; they are fetched when it answers in whole.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link analysisErrorCodes}. */
export class AnalysisError extends errorClass(analysisErrorCodes) {}
