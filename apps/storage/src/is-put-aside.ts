import { type ForewarnError, isRecordFaultKind } from '@forewarn/core';

/** Whether a record that meets an error each time, while its neighbours do not, goes to the dead letters: its own faults, and defects. */
export const isPutAside = ({ kind }: ForewarnError): boolean =>
  kind === 'internal' || isRecordFaultKind(kind);
