import type { Logger } from '@forewarn/core';
import { type logCreator, logLevel } from 'kafkajs';

/**
 * Passes kafkajs' log lines on to a logger. What kafkajs calls an error it tries again by itself in nearly all cases, and what
 * it cannot mend it throws, which is logged where it is handled: so its errors are warnings here, and its chat is detail. The answer to the creation
 * of topics is detail, too: where another process was faster it is an error to the broker only, and all others are thrown.
 */
export function kafkaLogCreator(logger: Logger): logCreator {
  return () =>
    ({ namespace, level, log }) => {
      const { message, timestamp: _ownTime, logger: _ownName, stack: _noise, error: reason, ...facts } = log;
      // kafkajs' error is a text, while the field `error` of a log line is an object.
      const fields = { kafkajs: namespace, ...facts, ...(reason !== undefined && { reason }) };
      if (level <= logLevel.WARN && !message.startsWith('Response CreateTopics('))
        logger.warn(fields, message);
      else logger.debug(fields, message);
    };
}
