const grouped = (decimals: number): Intl.NumberFormat =>
  new Intl.NumberFormat('en-US', { maximumFractionDigits: decimals });

const whole = grouped(0);
const twoDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const fourDecimals = grouped(4);

/** What stands where there is no number. */
export const noValue = '–';

/**
 * What a value that is not finite looks like, undefined for a finite one.
 * NaN stands for a value that does not exist (an average at the edge of its window), so it prints as a dash.
 */
export function formatNonFinite(value: number): string | undefined {
  if (Number.isNaN(value)) return noValue;
  if (value === Number.POSITIVE_INFINITY) return '∞';
  return value === Number.NEGATIVE_INFINITY ? '-∞' : undefined;
}

/**
 * A number without a unit: thousands separated by commas, up to four decimals, or two from a thousand on.
 * Beyond 10¹⁵, where doubles no longer hold every whole number, and below a ten-thousandth: scientific.
 *
 * @param value  any double
 */
export function formatNumber(value: number): string {
  const special = formatNonFinite(value);
  if (special !== undefined) return special;
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size >= 1e15 || size < 1e-4) return value.toExponential(2);
  if (Number.isInteger(value)) return whole.format(value);
  return size >= 1_000 ? grouped(2).format(value) : fourDecimals.format(value);
}

/** A number with exactly two decimals and separated thousands; scientific from 10¹⁵ on. */
export const formatTwoDecimals = (value: number): string =>
  Math.abs(value) >= 1e15 ? value.toExponential(2) : withoutNegativeZero(twoDecimals.format(value));

const withoutNegativeZero = (text: string): string => (text === '-0.00' ? '0.00' : text);

/**
 * A share as people read it, in percent.
 *
 * @param ratio  1 is 100 %; may be negative or above 1
 */
export function formatPercent(ratio: number): string {
  const special = formatNonFinite(ratio);
  return special ?? `${formatTwoDecimals(ratio * 100)} %`;
}

/**
 * A test's p-value: four decimals, or `< 0.0001`.
 *
 * @param p  0 to 1
 */
export const formatPValue = (p: number): string =>
  formatNonFinite(p) ?? (p < 1e-4 ? '< 0.0001' : p.toFixed(4));

/** A statistic without a unit, with four decimals: a test statistic or a correlation. */
export const formatStatistic = (value: number): string => formatNonFinite(value) ?? value.toFixed(4);
