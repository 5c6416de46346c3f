import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { resultOrOwnError } from './own-error.js';

const failing = (thrown: unknown) => async () => {
  throw thrown;
};

describe('resultOrOwnError', () => {
  it('gives the result of a task that succeeds', async () => {
    expect(await resultOrOwnError(async () => 7, failing(new Error('is not asked')))).toBe(7);
  });

  it('gives the error that is the subject’s own', async () => {
    const refused = new ForewarnError('event-log-rejected', 'too large');
    expect(await resultOrOwnError(failing(refused), ({ code }) => code === 'event-log-rejected')).toBe(
      refused,
    );
  });

  it('throws every other error, whatever was thrown as one with a code', async () => {
    await expect(resultOrOwnError(failing('a text'), async () => false)).rejects.toMatchObject({
      code: 'internal',
    });
  });
});
