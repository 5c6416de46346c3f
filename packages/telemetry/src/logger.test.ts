import { ForewarnError } from '@forewarn/core';
import { describe, expect, it } from 'vitest';
import { createLogger, type LoggerOptions } from './logger.js';

/** A logger and the lines that it has written. */
function recorded(level: LoggerOptions['level'] = 'debug') {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const logger = createLogger({ service: 'storage', level, destination });
  return { logger, written, lines: () => written.map((line) => JSON.parse(line)) };
}

describe('createLogger', () => {
  it('writes one JSON object a line, with time, level, service, fields and message', () => {
    const { logger, written, lines } = recorded();
    logger.info({ rows: 3, text: 'two\nlines' }, '100 % %s written');
    expect(written[0]).toMatch(/^[^\n]*\n$/);
    expect(lines()).toEqual([
      {
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        level: 'info',
        service: 'storage',
        rows: 3,
        text: 'two\nlines',
        message: '100 % %s written',
      },
    ]);
  });

  it('writes nothing raw that a terminal would obey, and loses nothing', () => {
    const { logger, written, lines } = recorded();
    const label = 'a\u001b[2J\u007f\u009b31m\u202eb\u200bc';
    logger.child({ label }).warn({ error: new Error(label) }, label);
    expect(written.join('')).toMatch(/^[\x20-\x7e\n]*$/);
    expect(lines()[0]).toMatchObject({ label, message: label, error: { message: label } });
  });

  it('leaves out what is below its level', () => {
    const { logger, lines } = recorded('warn');
    for (const level of ['debug', 'info', 'warn', 'error'] as const) logger[level]({}, level);
    expect(lines().map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  it('gives a child’s fields to every line of it, and of its children', () => {
    const { logger, lines } = recorded();
    logger.child({ part: 'etl' }).child({ partition: 3 }).warn({ attempt: 1 }, 'again');
    expect(lines()[0]).toMatchObject({ service: 'storage', part: 'etl', partition: 3, attempt: 1 });
  });

  it('shows code, message and cause of an error, and no stack of what was foreseen', () => {
    const { logger, lines } = recorded();
    const cause = new Error('connect ECONNREFUSED');
    logger.error(
      { error: new ForewarnError('store-unavailable', 'the database is unavailable', { cause }) },
      'failed',
    );
    expect(lines()[0].error).toEqual({
      code: 'store-unavailable',
      message: 'the database is unavailable',
      cause: 'connect ECONNREFUSED',
    });
  });

  it('shows the stack of a defect, which begins where it was thrown', () => {
    const { logger, lines } = recorded();
    logger.error({ error: new TypeError('x is not a function') }, 'failed');
    const { code, message, stack, cause } = lines()[0].error;
    expect({ code, message, cause }).toEqual({ code: 'internal', message: 'x is not a function' });
    expect(stack).toMatch(/^TypeError: x is not a function\n.*logger\.test\.ts/);
  });

  it.each([
    ['text', 'no'],
    ['nothing', null],
    ['an object', Object.create(null)],
  ])('shows an error that is %s', (_, error) => {
    const { logger, lines } = recorded();
    logger.warn({ error }, 'odd');
    expect(lines()[0].error.message).toContain('something that is not an error was thrown');
  });

  it('shortens what an error quotes at length', () => {
    const { logger, written, lines } = recorded();
    logger.warn({ error: new RangeError('x'.repeat(1e6), { cause: new Error('y'.repeat(1e6)) }) }, 'odd');
    expect(lines()[0].error.message).toMatch(/^x{4000}… \(1000000 characters\)$/);
    expect(written[0]!.length).toBeLessThan(20_000);
  });

  it('blanks passwords and authorisations, of children too', () => {
    const { logger, written } = recorded();
    const secrets = { password: 'hunter2', authorization: 'hunter2' };
    logger.child({ password: 'hunter2' }).info({ ...secrets, mysql: secrets, headers: secrets }, 'connected');
    expect(written.join('')).not.toContain('hunter2');
    expect(written[0]).toContain('[redacted]');
  });
});
