import { type ErrorDefinitions, errorClass } from '@forewarn/core';

/** What is wrong with saved responses of a Prometheus. */
export const recordingErrorCodes = {
  'invalid-input-file': {
    kind: 'invalid-argument',
    meaning: 'A file or standard input is not a Prometheus range-query response.',
  },
  'recording-invalid': {
    kind: 'corrupt-data',
    meaning: 'A recording cannot be read as saved range-query responses.',
  },
} as const satisfies ErrorDefinitions;

/** An error with a code of {@link recordingErrorCodes}. */
export class RecordingError extends errorClass(recordingErrorCodes) {}
