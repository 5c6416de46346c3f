import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ForewarnError } from './forewarn-error.js';

describe('ForewarnError', () => {
  it('has the kind of its code, and whether a retry may help', () => {
    const { kind, retryable } = new ForewarnError('store-unavailable', 'the database is unavailable');
    expect({ kind, retryable }).toEqual({ kind: 'unavailable', retryable: true });
  });

  it('keeps facts and cause', () => {
    const cause = new Error('ECONNREFUSED');
    const error = new ForewarnError('store-unavailable', 'unavailable', { details: { port: 3306 }, cause });
    expect(error.details).toEqual({ port: 3306 });
    expect(error.cause).toBe(cause);
  });

  it('has no own cause where there is none', () => {
    expect(Object.hasOwn(new ForewarnError('internal', 'broken'), 'cause')).toBe(false);
  });
});

describe('ForewarnError.from', () => {
  it('returns its own errors as they are', () => {
    const error = new ForewarnError('config-invalid', 'no SLA x');
    expect(ForewarnError.from(error)).toBe(error);
  });

  it('takes an abort for a cancellation', () => {
    const controller = new AbortController();
    controller.abort();
    expect(ForewarnError.from(controller.signal.reason).code).toBe('cancelled');
  });

  it('takes any other error for a defect and keeps it as the cause', () => {
    const cause = new TypeError('x is not a function');
    expect(ForewarnError.from(cause)).toMatchObject({
      code: 'internal',
      message: 'x is not a function',
      cause,
    });
  });

  it.each([
    ['nothing', undefined],
    ['text', 'no'],
    ['a symbol', Symbol('s')],
    ['an object without a prototype', Object.create(null)],
    [
      'an object that cannot be shown',
      {
        toString() {
          throw new Error('never');
        },
      },
    ],
  ])('translates %s', (_, thrown) => {
    const { code, cause } = ForewarnError.from(thrown);
    expect({ code, cause }).toEqual({ code: 'internal', cause: thrown });
  });

  it('is total', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true }), (thrown) => {
        expect(ForewarnError.from(thrown)).toBeInstanceOf(ForewarnError);
      }),
    );
  });
});
