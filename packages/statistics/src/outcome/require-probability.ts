import { StatisticsError } from './statistics-error.js';

/**
 * Refuses a level, significance or coverage that is not strictly between 0 and 1.
 *
 * @param value  the option, a ratio and not a percentage
 * @param name   how the message calls the option
 * @returns      `value`
 * @throws       {StatisticsError} `invalid-probability` otherwise
 */
export function requireProbability(value: number, name: string): number {
  if (value > 0 && value < 1) return value;
  throw new StatisticsError(
    'invalid-probability',
    `${name} must be between 0 and 1, exclusive, got ${value}`,
  );
}
