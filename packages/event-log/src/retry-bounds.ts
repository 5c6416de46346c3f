/** How long a partition backs off after a retryable failure: doubling from the first delay to the longest, with jitter. */
export interface RetryBounds {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** A failure of a moment is retried at once, an outage of hours costs two attempts a minute. */
export const defaultRetryBounds: RetryBounds = { firstMs: 200, longestMs: 30_000 };
