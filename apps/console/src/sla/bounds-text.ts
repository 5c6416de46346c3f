import { type MetricUnit, metricUnit, parseSelector } from '@forewarn/core';
import { formatQuantity } from '../format/quantity.js';

/** The bounds of an objective as people read them: `≥ 1.00 GiB`, `1 to 5`. */
export function boundsText(
  { min, max }: { readonly min?: number | undefined; readonly max?: number | undefined },
  unit: MetricUnit,
): string {
  if (min !== undefined && max !== undefined)
    return `${formatQuantity(min, unit)} to ${formatQuantity(max, unit)}`;
  if (min !== undefined) return `≥ ${formatQuantity(min, unit)}`;
  return max === undefined ? '' : `≤ ${formatQuantity(max, unit)}`;
}

/** The unit of an indicator such as `metric{…}`, from the metric's name; `none` where a newer server's is not understood. */
export function indicatorUnit(indicator: string): MetricUnit {
  try {
    return metricUnit(parseSelector(indicator).metric);
  } catch {
    return 'none';
  }
}
