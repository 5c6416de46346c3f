/** Options that every call of a port takes. */
export interface CallOptions {
  /** Ends the call with a `cancelled` error. */
  readonly signal?: AbortSignal;
}
