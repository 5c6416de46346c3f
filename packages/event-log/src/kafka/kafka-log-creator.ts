import type { Logger } from '@forewarn/core';
import { type logCreator, logLevel } from 'kafkajs';

/**
 * Passes kafkajs' log lines on to a logger. What kafkajs calls an error it tries again by itself in nearly all cases, and what
 * it cannot mend it throws, which is logged where it is handled: so its errors are warnings here, and its chat is detail.
 */
export function kafkaLogCreator(logger: Logger): logCreator {
  return () =>
    ({ namespace, level, log }) => {
      const { message, timestamp: _ownTime, logger: _ownName, stack: _noise, ...facts } = log;
      const fields = { kafkajs: namespace, ...facts };
      if (level <= logLevel.WARN) logger.warn(fields, message);
      else logger.debug(fields, message);
    };
}
