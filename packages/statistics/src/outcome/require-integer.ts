import { StatisticsError, type StatisticsErrorCode } from './statistics-error.js';

/**
 * Refuses an option that is not a whole number of at least `minimum`.
 *
 * @param value    the option
 * @param minimum  the smallest allowed value
 * @param code     the mistake to report
 * @param name     how the message calls the option
 * @returns        `value`
 * @throws         {StatisticsError} `code` when `value` is not such a number
 */
export function requireInteger(
  value: number,
  minimum: number,
  code: StatisticsErrorCode,
  name: string,
): number {
  if (Number.isSafeInteger(value) && value >= minimum) return value;
  throw new StatisticsError(code, `${name} must be a whole number of at least ${minimum}, got ${value}`);
}
