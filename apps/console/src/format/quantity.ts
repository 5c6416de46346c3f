import type { MetricUnit } from '@forewarn/core';
import { formatNonFinite, formatNumber, formatPercent, formatTwoDecimals } from './number.js';

/** Units of one dimension with their size in the base unit, largest first. */
type Scale = readonly (readonly [size: number, name: string])[];

/** Binary multiples, as memory and file systems are counted. @source IEC 80000-13 */
const byteScale: Scale = [
  [2 ** 60, 'EiB'],
  [2 ** 50, 'PiB'],
  [2 ** 40, 'TiB'],
  [2 ** 30, 'GiB'],
  [2 ** 20, 'MiB'],
  [2 ** 10, 'KiB'],
  [0, 'B'],
];

const secondScale: Scale = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [0, 's'],
];

/** Seconds per second are a share of time: minutes per second would help nobody. */
const secondRateScale: Scale = secondScale.slice(3);

/**
 * A value with the unit in which people read it: `1.50 GiB`, `250.00 ms`, `12.34 %`, `1,234`.
 *
 * @param value  in `unit`, any double
 */
export function formatQuantity(value: number, unit: MetricUnit): string {
  const special = formatNonFinite(value);
  if (special !== undefined) return special;
  switch (unit) {
    case 'bytes':
      return scaled(value, byteScale);
    case 'bytes/s':
      return `${scaled(value, byteScale)}/s`;
    case 'seconds':
      return scaled(value, secondScale);
    case 'seconds/s':
      return `${scaled(value, secondRateScale)}/s`;
    case 'ratio':
      return formatPercent(value);
    case 'percent':
      return formatPercent(value / 100);
    case 'celsius':
      return `${formatTwoDecimals(value)} °C`;
    case 'per second':
      return `${formatNumber(value)}/s`;
    case 'none':
      return formatNumber(value);
  }
}

/** The value in the largest unit of which it holds one; 1023.999 KiB is shown as 1.00 MiB, not as 1,024.00 KiB. */
function scaled(value: number, scale: Scale): string {
  const size = Math.abs(value);
  const at = scale.findIndex(([unitSize]) => size >= unitSize);
  const [unitSize, name] = scale[at]!;
  const larger = scale[at - 1];
  if (larger && Math.round((size / (unitSize || 1)) * 100) / 100 >= larger[0] / (unitSize || 1)) {
    return `${formatTwoDecimals(value / larger[0])} ${larger[1]}`;
  }
  return unitSize === 0 ? `${formatNumber(value)} ${name}` : `${formatTwoDecimals(value / unitSize)} ${name}`;
}
