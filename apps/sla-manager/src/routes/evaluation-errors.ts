import { type CodedError, codedErrors, errorCodes } from '@forewarn/core';
import { sloErrorCodes } from '@forewarn/slo';

/** What keeps service levels from being evaluated. */
export const overallErrors: readonly CodedError[] = [
  ...codedErrors(errorCodes, 'prometheus-unavailable', 'prometheus-timeout'),
  ...codedErrors(sloErrorCodes, 'too-many-series'),
];

/** The same for one of them, which may also not exist. */
export const evaluationErrors: readonly CodedError[] = [
  ...codedErrors(sloErrorCodes, 'sla-not-found'),
  ...overallErrors,
];
