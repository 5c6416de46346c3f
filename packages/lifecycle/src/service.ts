/** A part of a process that is started, watched and stopped: a server, a consumer, a scheduler. */
export interface Service {
  /** For logs and readiness, such as `retrieval`. */
  readonly name: string;
  /** Resolves when the service does its work; rejects when it cannot begin. Abort ends the attempt. */
  start(signal: AbortSignal): Promise<void>;
  /** Finishes what is in hand and releases every resource. Safe to call after a failed start. */
  stop(): Promise<void>;
  /** Resolves while the service can do its work; rejects with the reason while it cannot, and before it was started. */
  check(signal: AbortSignal): Promise<void>;
  /** Rejects when a started service has failed for good; absent where that cannot happen. */
  readonly failure?: Promise<never>;
}
