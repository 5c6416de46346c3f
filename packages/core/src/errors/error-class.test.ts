import { describe, expect, it } from 'vitest';
import { errorClass } from './error-class.js';
import { codedErrors, type ErrorDefinitions } from './error-definition.js';
import { ForewarnError } from './forewarn-error.js';

const definitions = {
  'cup-broken': { kind: 'failed-precondition', meaning: 'The cup is broken.' },
  'tea-cold': { kind: 'unavailable', meaning: 'The tea is cold.', httpStatus: 418 },
} as const satisfies ErrorDefinitions;

class TeaError extends errorClass(definitions) {}

describe('the error class of a part', () => {
  it('has the kind, the meaning and the status of its code', () => {
    expect(new TeaError('tea-cold', 'wait')).toMatchObject({
      name: 'ForewarnError',
      code: 'tea-cold',
      kind: 'unavailable',
      meaning: 'The tea is cold.',
      httpStatus: 418,
      retryable: true,
    });
    expect(new TeaError('cup-broken', 'mend it')).toMatchObject({ httpStatus: undefined, retryable: false });
  });

  it('makes errors that cross every boundary as ours', () => {
    const cause = new Error('it fell');
    const error = new TeaError('cup-broken', 'mend it', { cause, details: { pieces: 3 } });
    expect(ForewarnError.from(error)).toBe(error);
    expect(error).toMatchObject({ cause, details: { pieces: 3 } });
  });
});

describe('codedErrors', () => {
  it('gives the definitions of some codes, in the order that was asked for', () => {
    expect(codedErrors(definitions, 'tea-cold', 'cup-broken').map(({ code, kind }) => [code, kind])).toEqual([
      ['tea-cold', 'unavailable'],
      ['cup-broken', 'failed-precondition'],
    ]);
  });

  it('gives all where none is named', () => {
    expect(codedErrors(definitions).map(({ code }) => code)).toEqual(['cup-broken', 'tea-cold']);
  });
});
