import { type ErrorCode, errorCodes } from './error-codes.js';
import { type ErrorKind, isRetryableKind } from './error-kind.js';

/** Facts about a failure that a program may act on and a log may show: never secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/**
 * The one error class that crosses a boundary between parts.
 * Adapters translate their drivers' errors into it in one place; edges translate its `kind` outward.
 */
export class ForewarnError extends Error {
  override readonly name = 'ForewarnError';
  readonly code: ErrorCode;
  readonly kind: ErrorKind;
  /** Whether the same call may succeed later without anybody changing it. */
  readonly retryable: boolean;
  readonly details: ErrorDetails;

  /**
   * @param code     from the closed registry
   * @param message  what happened, to which thing, and what to do about it
   * @param options  `details` are typed facts; `cause` is the driver's error
   */
  constructor(code: ErrorCode, message: string, options: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.kind = errorCodes[code].kind;
    this.retryable = isRetryableKind(this.kind);
    this.details = options.details ?? {};
  }

  /**
   * Total translation of anything thrown: a `ForewarnError` is returned as it is, an abort becomes `cancelled`,
   * all else becomes `internal` with the original as its cause.
   *
   * @param thrown  anything
   * @returns       never throws
   */
  static from(thrown: unknown): ForewarnError {
    if (thrown instanceof ForewarnError) return thrown;
    if (thrown instanceof Error) {
      const code: ErrorCode = thrown.name === 'AbortError' ? 'cancelled' : 'internal';
      return new ForewarnError(code, thrown.message, { cause: thrown });
    }
    return new ForewarnError('internal', `something that is not an error was thrown: ${textOf(thrown)}`, {
      cause: thrown,
    });
  }
}

/** Objects without a prototype cannot be made a string, and `toString` may throw. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return typeof thrown;
  }
}
