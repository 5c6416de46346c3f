/** What clients may hold of a listener, and for how long. */
export interface GrpcLimits {
  /** Largest request. Default: 64 KiB, more than any selector. */
  readonly maxRequestBytes: number;
  /** Connections that are open at once; further ones are closed. Default 500. */
  readonly maxConnections: number;
  /** Calls that are open at once on all connections, 100 of each; further ones are refused, but for those that ask for health. Default 500. */
  readonly maxCalls: number;
  /** A connection without calls is closed after this. Default 5 min. */
  readonly idleTimeoutMs: number;
  /** A call whose client takes nothing of what is written for as long is ended. Default 5 min. */
  readonly stallTimeoutMs: number;
  /** A connection takes no new calls after this, give or take a tenth, so that clients spread anew. Default 1 d. */
  readonly maxConnectionAgeMs: number;
  /** How long calls of such a connection may go on. Default 10 min. */
  readonly ageGraceMs: number;
  /** A connection must have spoken HTTP/2, and a call must have sent its request, by then. Default 10 s. */
  readonly requestTimeoutMs: number;
}

/** See {@link GrpcLimits}. */
export const defaultLimits: GrpcLimits = {
  maxRequestBytes: 64 * 1024,
  maxConnections: 500,
  maxCalls: 500,
  idleTimeoutMs: 300_000,
  stallTimeoutMs: 300_000,
  maxConnectionAgeMs: 86_400_000,
  ageGraceMs: 600_000,
  requestTimeoutMs: 10_000,
};
