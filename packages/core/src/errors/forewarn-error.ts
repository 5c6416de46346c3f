import { type ErrorCode, errorCodes } from './error-codes.js';
import type { CodedError } from './error-definition.js';
import { type ErrorKind, isRetryableKind } from './error-kind.js';

/** Facts about a failure that a program may act on and a log may show: never secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** What an error carries beside its message. */
export interface ErrorOptions {
  readonly details?: ErrorDetails;
  /** The driver's error. */
  readonly cause?: unknown;
  /** What outsiders are told in place of the code's meaning, where that says too little: without addresses and drivers' words. */
  readonly told?: string;
}

/**
 * The one error class that crosses a boundary between parts.
 * Adapters translate their drivers' errors into it in one place; edges translate its `kind` outward.
 */
export class ForewarnError extends Error {
  override readonly name = 'ForewarnError';
  readonly code: string;
  readonly kind: ErrorKind;
  /** What the code means, for the person who meets it. */
  readonly meaning: string;
  /** The status of HTTP for the code, where it has one of its own. */
  readonly httpStatus: number | undefined;
  /** Whether the same call may succeed later without anybody changing it. */
  readonly retryable: boolean;
  readonly details: ErrorDetails;
  /** What outsiders are told in place of the meaning: see `publicMessage`. */
  readonly told: string | undefined;

  /**
   * @param code     a code that all parts share, or with its definition one of a part's own: see `errorClass`
   * @param message  what happened, to which thing, and what to do about it
   * @param options  `details` are typed facts; `cause` is the driver's error; `told` is what outsiders are told
   */
  constructor(
    code: ErrorCode | CodedError,
    message: string,
    { details = {}, cause, told }: ErrorOptions = {},
  ) {
    super(message, cause === undefined ? undefined : { cause });
    const coded: CodedError = typeof code === 'string' ? { code, ...errorCodes[code] } : code;
    this.code = coded.code;
    this.kind = coded.kind;
    this.meaning = coded.meaning;
    this.httpStatus = coded.httpStatus;
    this.retryable = isRetryableKind(coded.kind);
    this.details = details;
    this.told = told;
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
