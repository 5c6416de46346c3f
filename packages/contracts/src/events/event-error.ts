import { ForewarnError } from '@forewarn/core';

/** An event whose content contradicts itself. `at` names the field. */
export const invalidEvent = (at: string, problem: string): ForewarnError =>
  new ForewarnError('invalid-event', `the event contradicts itself: ${at} ${problem}`, {
    details: { field: at },
  });

/** An event whose bytes cannot be read. */
export const undecodableEvent = (problem: string, cause?: unknown): ForewarnError =>
  new ForewarnError('undecodable-event', `the event cannot be decoded: ${problem}`, { cause });
