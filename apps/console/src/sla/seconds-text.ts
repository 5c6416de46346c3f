import { formatDuration } from '@forewarn/core';

/**
 * A length of time to the second: `1h30m`, `-5m` for a budget overspent.
 *
 * @param seconds  any finite number
 */
export const secondsText = (seconds: number): string =>
  `${seconds < 0 ? '-' : ''}${formatDuration(Math.round(Math.abs(seconds)) * 1_000)}`;
