import { ForewarnError } from '@forewarn/core';
import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { isMembershipLost, translateAdminError, translateKafkaError } from './translate-kafka-error.js';

const protocolError = (type: string) =>
  new KafkaJSProtocolError(
    Object.assign(new Error('said by the broker'), { type, retriable: true, code: 0 }),
  );
const exhausted = (cause: Error) =>
  new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 3, retryTime: 100 });

describe('an error of kafkajs', () => {
  it.each<[string, unknown, string, string]>([
    [
      'a closed connection',
      new KafkaJSConnectionError('ECONNREFUSED'),
      'event-log-unavailable',
      'ECONNREFUSED',
    ],
    [
      'a closed connection behind retries',
      exhausted(new KafkaJSConnectionError('ECONNREFUSED')),
      'event-log-unavailable',
      'check that the brokers run',
    ],
    ['a record too large', protocolError('MESSAGE_TOO_LARGE'), 'event-log-rejected', 'max.message.bytes'],
    [
      'an absent topic behind retries',
      exhausted(protocolError('UNKNOWN_TOPIC_OR_PARTITION')),
      'event-log-rejected',
      'ensureTopics',
    ],
    ['a coordinator that loads', protocolError('GROUP_LOAD_IN_PROGRESS'), 'event-log-unavailable', 'said by'],
    [
      'a wrong password',
      Object.assign(new Error('bad'), { name: 'KafkaJSSASLAuthenticationError' }),
      'event-log-access-denied',
      'check user, password',
    ],
    [
      'a certificate that is not trusted, behind retries',
      exhausted(new KafkaJSConnectionError('Connection error: no', { code: 'SELF_SIGNED_CERT_IN_CHAIN' })),
      'event-log-access-denied',
      'no authority that is trusted here',
    ],
    [
      'a topic that this user may not use',
      protocolError('TOPIC_AUTHORIZATION_FAILED'),
      'event-log-access-denied',
      'docs/access-to-servers.md',
    ],
    [
      'a connection that is closed without a word',
      exhausted(
        Object.assign(new KafkaJSConnectionError('Closed'), { name: 'KafkaJSConnectionClosedError' }),
      ),
      'event-log-unavailable',
      'whether they expect TLS or SASL at that port',
    ],
    [
      'a wrong use of the client',
      new KafkaJSNonRetriableError('Invalid topic'),
      'event-log-rejected',
      'Invalid topic',
    ],
    [
      'a batch that the client cannot read',
      exhausted(new RangeError('The value of "offset" is out of range')),
      'event-log-unavailable',
      'tripped in the middle of appending to numbers: RangeError: The value of "offset" is out of range',
    ],
    [
      'a batch that cannot be decompressed',
      exhausted(Object.assign(new Error('incorrect header check'), { code: 'Z_DATA_ERROR' })),
      'event-log-unavailable',
      'a batch that cannot be read does that',
    ],
    ['a defect', new TypeError('x is undefined'), 'internal', 'x is undefined'],
    ['no error at all', 'surprise', 'internal', 'surprise'],
  ])('%s says what to do', (_, thrown, code, text) => {
    const error = translateKafkaError(thrown, 'appending to numbers');
    expect(error).toMatchObject({ code, cause: thrown });
    expect(error.message).toContain(text);
  });

  it('that was translated before stays as it is', () => {
    const error = new ForewarnError('cancelled', 'no longer wanted');
    expect(translateKafkaError(error, 'anything')).toBe(error);
  });

  it('that an error of ours caused is that error', () => {
    const error = new ForewarnError('event-log-unavailable', 'the token server is away');
    const wrapped = Object.assign(new KafkaJSNonRetriableError('failed'), { cause: error });
    expect(translateKafkaError(wrapped, 'anything')).toBe(error);
  });

  it('of an admin that trips over an answer that was lost tells of the broker, not of a defect', () => {
    const tripped = new TypeError("Cannot read properties of null (reading 'topicMetadata')");
    const error = translateAdminError(tripped, 'looking for topics');
    expect(error.code).toBe('event-log-unavailable');
    expect(error.message).toContain("reading 'topicMetadata'");
    expect(translateAdminError(protocolError('POLICY_VIOLATION'), 'creating a topic').code).toBe(
      'event-log-rejected',
    );
  });

  it('tells whether the membership of a group is lost', () => {
    expect(isMembershipLost(exhausted(protocolError('REBALANCE_IN_PROGRESS')))).toBe(true);
    expect(isMembershipLost(new KafkaJSConnectionError('closed'))).toBe(false);
  });
});
