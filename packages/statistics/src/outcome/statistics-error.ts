/** The mistakes a caller can make; data, however odd, never raise one. */
export type StatisticsErrorCode =
  | 'invalid-lag-count'
  | 'invalid-period'
  | 'invalid-penalty'
  | 'invalid-probability'
  | 'invalid-bin-width'
  | 'invalid-horizon'
  | 'invalid-window'
  | 'invalid-parameters'
  | 'length-mismatch';

/** A programming error: an option outside its domain, such as a period of 0 or a negative lag count. */
export class StatisticsError extends Error {
  override readonly name = 'StatisticsError';

  /**
   * @param code     which mistake
   * @param message  what was passed, and what is allowed
   */
  constructor(
    readonly code: StatisticsErrorCode,
    message: string,
  ) {
    super(message);
  }
}
