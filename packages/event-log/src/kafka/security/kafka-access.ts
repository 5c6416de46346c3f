import { ForewarnError } from '@forewarn/core';

const lockedOut = 'The event log no longer lets this process in.';

/**
 * Whether Kafka has let this process in since it began. Where it never has, what it is set to is wrong, and it should end and say so. Where it has, a
 * password or a certificate is being changed: what is refused then is tried again until both sides have the new one.
 */
export class KafkaAccess {
  #isProven = false;

  /** Kafka has answered. */
  prove(): void {
    this.#isProven = true;
  }

  /** @returns the error, or one that is retried in place of a log-in that was refused */
  judge(error: ForewarnError): ForewarnError {
    if (!this.#isProven || error.code !== 'event-log-access-denied' || !error.details.login) return error;
    const { details, message } = error;
    return new ForewarnError(
      'event-log-unavailable',
      `${message}; it was let in before, and tries again meanwhile`,
      { details, cause: error, told: lockedOut },
    );
  }
}
