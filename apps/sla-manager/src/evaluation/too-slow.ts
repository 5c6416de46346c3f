import { formatDuration } from '@forewarn/core';
import { SloError } from '@forewarn/slo';

/** What is said of an objective that could not be judged, or read, in time. */
export const tooSlow = (timeoutMs: number): SloError =>
  new SloError(
    'evaluation-timeout',
    `not judged within ${formatDuration(timeoutMs)}: Prometheus or the database is slow, or many series are selected`,
    { details: { timeoutMs } },
  );
