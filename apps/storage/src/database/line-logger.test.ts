import { ForewarnError } from '@forewarn/core';
import { expect, test } from 'vitest';
import { lineLogger } from './line-logger.js';

function played() {
  const written = { out: '', err: '' };
  const output = (name: keyof typeof written) => ({
    write: (text: string | Uint8Array) => {
      written[name] += String(text);
      return true;
    },
  });
  return { written, logger: lineLogger(output('out'), output('err')) };
}

test('what happened is a line on standard output, with its facts', () => {
  const { written, logger } = played();
  logger.child({ part: 'x' }).info({ module: 'slo', version: 5 }, 'applied a schema migration');
  logger.debug({}, 'nobody asked');
  expect(written).toEqual({ out: 'applied a schema migration slo 5\n', err: '' });
});

test('what is wrong is a line on standard error, with the message of an error', () => {
  const { written, logger } = played();
  logger.warn({ error: new ForewarnError('store-unavailable', 'it\nis away') }, 'not closed:');
  logger.error({}, 'worse');
  expect(written.out).toBe('');
  expect(written.err).toMatch(/^not closed: it.+is away\nworse\n$/);
});
