import { ForewarnError, type LogFields, type Logger, printable } from '@forewarn/core';

type Output = Pick<NodeJS.WritableStream, 'write'>;

/** A logger for a command that people run: what happened on standard output, what is wrong on standard error, a line each. */
export function lineLogger(stdout: Output, stderr: Output): Logger {
  const write = (output: Output) => (fields: LogFields, message: string) => {
    output.write(`${printable([message, ...Object.values(fields).map(told)].join(' '))}\n`);
  };
  const logger: Logger = {
    debug: () => {},
    info: write(stdout),
    warn: write(stderr),
    error: write(stderr),
    child: () => logger,
  };
  return logger;
}

const told = (value: unknown): string =>
  value instanceof Error ? ForewarnError.from(value).message : String(value);
