import { describe, expect, test } from 'vitest';
import type { ErrorCode } from './error-codes.js';
import { ForewarnError } from './forewarn-error.js';
import { publicMessage, publicReason } from './public-message.js';

const said = 'connect ECONNREFUSED 10.0.0.7:3306';
const ofLog = "The server's log has the details.";
const error = (code: ErrorCode, told?: string) => new ForewarnError(code, said, told ? { told } : {});

describe('outsiders are told', () => {
  test.each<[string, ForewarnError, string, string]>([
    [
      'of a server behind what the code means',
      error('prometheus-timeout'),
      `Prometheus did not answer in time. ${ofLog}`,
      `Prometheus did not answer in time. ${ofLog}`,
    ],
    [
      'of a server behind what was written for them, where there is something',
      error('store-unavailable', 'Nothing can be written just now.'),
      `Nothing can be written just now. ${ofLog}`,
      `Nothing can be written just now. ${ofLog}`,
    ],
    [
      'of a defect that there is one',
      error('internal'),
      'the server failed at this request; its log has the details',
      `its check failed. ${ofLog}`,
    ],
    ['of all else the message', error('invalid-request'), said, said],
  ])('%s', (_, thrown, message, reason) => {
    expect(publicMessage(thrown)).toBe(message);
    expect(publicReason(thrown)).toBe(reason);
  });
});
