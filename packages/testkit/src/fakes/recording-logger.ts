import type { LogFields, Logger } from '@forewarn/core';

/** A line that was logged. */
export interface LoggedLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: LogFields;
  readonly message: string;
}

/** A logger that keeps what it is told. */
export interface RecordingLogger extends Logger {
  readonly lines: LoggedLine[];
  /** The messages of a level, in order. */
  messages(level: LoggedLine['level']): string[];
}

/** A logger whose lines, and those of its children, can be read. */
export function recordingLogger(lines: LoggedLine[] = [], base: LogFields = {}): RecordingLogger {
  const write = (level: LoggedLine['level']) => (fields: LogFields, message: string) => {
    lines.push({ level, fields: { ...base, ...fields }, message });
  };
  return {
    lines,
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => recordingLogger(lines, { ...base, ...fields }),
    messages: (level) => lines.filter((line) => line.level === level).map(({ message }) => message),
  };
}
