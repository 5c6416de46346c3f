import { toRfc3339 } from '@forewarn/core';

/**
 * A time as tables show it, UTC to the second: `2026-03-01 12:00:00`. Column heads say UTC.
 *
 * @param ms  epoch milliseconds
 */
export const formatInstant = (ms: number): string => toRfc3339(ms).slice(0, 19).replace('T', ' ');
