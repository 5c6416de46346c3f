import { describe, expect, it } from 'vitest';
import { kindOfStatus, statusOf } from './status-by-kind.js';

describe('the kind of a status', () => {
  it.each([
    [400, 'invalid-argument'],
    [401, 'unauthenticated'],
    [403, 'permission-denied'],
    [404, 'not-found'],
    [405, 'invalid-argument'],
    [409, 'conflict'],
    [413, 'invalid-argument'],
    [422, 'failed-precondition'],
    [429, 'resource-exhausted'],
    [500, 'internal'],
    [502, 'internal'],
    [503, 'unavailable'],
    [504, 'deadline-exceeded'],
  ] as const)('%d is %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });

  it('leads back to the status, but for those that a code has of its own', () => {
    expect(statusOf({ kind: kindOfStatus(409) })).toBe(409);
    expect(statusOf({ kind: 'invalid-argument', httpStatus: 415 })).toBe(415);
  });
});
