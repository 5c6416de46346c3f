import { ForewarnError, within } from '@forewarn/core';

/** How long a call may take, and what it was. */
export interface KafkaCall {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** For people: `appending to prometheusdata`. */
  readonly what: string;
}

/**
 * Waits for Kafka's answer, but not longer than the call may take. The call itself goes on: kafkajs has nothing to cancel it with.
 *
 * @throws {ForewarnError} `event-log-unavailable` when the time is over, `cancelled` when the signal is aborted
 */
export const kafkaAnswer = <T>(call: Promise<T>, { timeoutMs, signal, what }: KafkaCall): Promise<T> =>
  within(call, {
    what,
    timeoutMs,
    signal,
    timedOut: () =>
      new ForewarnError('event-log-unavailable', `Kafka did not answer within ${timeoutMs} ms for ${what}`),
  });
