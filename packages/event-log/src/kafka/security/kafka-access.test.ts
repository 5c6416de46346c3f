import { ForewarnError, publicReason } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { KafkaAccess } from './kafka-access.js';

const refused = new ForewarnError('event-log-access-denied', 'Kafka refused a check: wrong password', {
  details: { login: true },
});
const forbidden = new ForewarnError('event-log-access-denied', 'Kafka refused appending: no right');

describe('a log-in that is refused', () => {
  it('is for good where it never worked', () => {
    expect(new KafkaAccess().judge(refused)).toBe(refused);
  });

  it('is tried again where it worked before, and tells outsiders why', () => {
    const access = new KafkaAccess();
    access.prove();
    const error = access.judge(refused);
    expect(error).toMatchObject({ code: 'event-log-unavailable', retryable: true });
    expect(error.message).toMatch(/wrong password; it was let in before/);
    expect(publicReason(error)).toMatch(/^The event log no longer lets this process in\./);
  });

  it('is not a right that is missing, which stays for good', () => {
    const access = new KafkaAccess();
    access.prove();
    expect(access.judge(forbidden)).toBe(forbidden);
  });
});
