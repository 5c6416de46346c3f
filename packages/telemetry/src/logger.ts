import type { LogFields, Logger } from '@forewarn/core';
import { ForewarnError, printableJson } from '@forewarn/core';
import { type DestinationStream, type Logger as PinoLogger, pino } from 'pino';

/** How a process logs. */
export interface LoggerOptions {
  /** Stands in every line, such as `storage`. */
  readonly service: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  /** Where lines go. Default: standard output. */
  readonly destination?: DestinationStream;
}

/**
 * A logger that writes one JSON object a line: `time` (RFC 3339), `level`, `service`, the fields and `message`. The field
 * `error` takes anything that was thrown. What a terminal would obey is escaped. Fields named `password` or `authorization` are blanked, also one level deep.
 */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: describeError },
    // JSON leaves DEL, C1 and what turns text as they are, and a log is read at a terminal.
    hooks: { streamWrite: printableJson },
    redact: { paths: ['password', '*.password', 'authorization', '*.authorization'], censor: '[redacted]' },
  };
  return adapt(destination ? pino(options, destination) : pino(options));
}

function adapt(target: PinoLogger): Logger {
  return {
    debug: (fields, message) => target.debug(fields, message),
    info: (fields, message) => target.info(fields, message),
    warn: (fields, message) => target.warn(fields, message),
    error: (fields, message) => target.error(fields, message),
    child: (fields) => adapt(target.child(fields)),
  };
}

/** Longest text of an error in a line: some quote what others have sent, which may be a megabyte. */
const longestText = 4_000;

/** The log form of an error: code and message always, the stack only of defects. */
function describeError(thrown: unknown): LogFields {
  const error = ForewarnError.from(thrown);
  const cause = error.cause instanceof Error ? error.cause.message : undefined;
  const origin = error.cause instanceof Error ? error.cause : error;
  return {
    code: error.code,
    message: shortened(error.message),
    ...(cause !== undefined && cause !== error.message && { cause: shortened(cause) }),
    ...(error.kind === 'internal' && { stack: shortened(origin.stack ?? '') }),
  };
}

const shortened = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText)}… (${text.length} characters)`;
