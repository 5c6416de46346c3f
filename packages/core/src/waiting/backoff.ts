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
 * Exponential growth without jitter, for those who have to decide alike.
 *
 * @param failures  failed attempts so far, ≥ 1
 * @returns         milliseconds: the first delay doubled with each further failure, up to the longest
 */
export const doubledDelayMs = (
  failures: number,
  { firstMs, longestMs }: Pick<BackoffOptions, 'firstMs' | 'longestMs'>,
): number =>
  // Beyond thirty doublings every delay is the longest.
  Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 30));

/**
 * Exponential backoff with equal jitter: half of the doubled delay is fixed, half is drawn, so that many clients
 * of one server that comes back do not all call at once.
 *
 * @param failures  failed attempts so far, ≥ 1
 * @param options   bounds of the growth
 * @returns         milliseconds to wait before the next attempt, from half of to the whole of the doubled delay
 * @source          https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffDelayMs(failures: number, options: BackoffOptions): number {
  const { random = Math.random } = options;
  const cappedMs = doubledDelayMs(failures, options);
  return cappedMs / 2 + (cappedMs / 2) * random();
}
