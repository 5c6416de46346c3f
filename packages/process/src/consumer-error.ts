import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with a consumer that runs. */
export const consumerErrorCodes = {
  'consumer-stalled': {
    kind: 'unavailable',
    meaning: 'Records wait in a partition, and its consumer has not advanced for longer than it may.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link consumerErrorCodes}. */
export class ConsumerError extends errorClass(consumerErrorCodes) {}
