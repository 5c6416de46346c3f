/** How delays between attempts grow. */
export interface BackoffOptions {
  /** Delay behind the first failure. */
  readonly firstMs: number;
  /** Longest delay. */
  readonly longestMs: number;
  /** Source of jitter, in [0, 1). */
  readonly random?: () => number;
}

/**
 * Exponential backoff with equal jitter: half of the doubled delay is fixed, half is drawn, so that many clients
 * of one server that comes back do not all call at once.
 *
 * @param failures  failed attempts so far, ≥ 1
 * @param options   bounds of the growth
 * @returns         milliseconds to wait before the next attempt, from half of to the whole of the doubled delay
 * @source          https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffDelayMs(
  failures: number,
  { firstMs, longestMs, random = Math.random }: BackoffOptions,
): number {
  const cappedMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));
  return cappedMs / 2 + (cappedMs / 2) * random();
}
