import type { StoredSeries } from '@forewarn/analysis';
import { canonicalSeries, formatDuration, printable } from '@forewarn/core';
import { formatInstant } from '../format/instant.js';
import { formatNumber } from '../format/number.js';

/** Two lines that say which series over which window follows. */
export const seriesHeading = (stored: StoredSeries): string =>
  `${printable(canonicalSeries(stored.series))}, partition ${printable(stored.partition)}\n` +
  `${windowText(stored)}\n`;

function windowText({ window }: StoredSeries): string {
  const { startMs, endMs, stepMs, sampleCount, missingCount } = window;
  const missing = missingCount > 0 ? `, ${formatNumber(missingCount)} missing` : '';
  return (
    `${formatInstant(startMs)} to ${formatInstant(endMs)} UTC, one sample each ${formatDuration(stepMs)}: ` +
    `${formatNumber(sampleCount)} samples${missing}`
  );
}
