import { ForewarnError, type Logger } from '@forewarn/core';
import { fetchToken, type Token } from './fetch-token.js';
import type { KafkaOauth } from './kafka-security.js';

/** What tokens are fetched with; the defaults are the world's. */
export interface OauthTokensOptions {
  readonly logger: Logger;
  readonly fetch?: typeof fetch;
  readonly nowMs?: () => number;
}

/** A token is not used for its last fifth, in which the next one is fetched, */
const usedShare = 0.8;
/** and for no less than this at its end: a log-in ends with its token, and one that is good for some seconds only would be the last but one before long. */
const leastRestMs = 15_000;

/**
 * Tokens of one client, fetched when they are needed, and kept until shortly before they expire. One request at a time, whoever asks meanwhile. While the
 * server of tokens is away, a token that is still good is used on.
 */
export class OauthTokens {
  readonly #client: KafkaOauth;
  readonly #options: OauthTokensOptions;
  readonly #nowMs: () => number;
  #kept: (Token & { readonly fetchedAtMs: number }) | undefined;
  #fetching: Promise<string> | undefined;

  constructor(client: KafkaOauth, options: OauthTokensOptions) {
    this.#client = client;
    this.#options = options;
    this.#nowMs = options.nowMs ?? Date.now;
  }

  /** @throws {ForewarnError} `event-log-access-denied` when the server refuses the client; `event-log-unavailable` */
  token(): Promise<string> {
    if (this.#kept && this.#ageMs() < usedMs(this.#kept)) return Promise.resolve(this.#kept.value);
    this.#fetching ??= this.#renew().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  async #renew(): Promise<string> {
    const fetchedAtMs = this.#nowMs();
    try {
      const token = await fetchToken(this.#client, this.#options.fetch);
      this.#kept = { ...token, fetchedAtMs };
      return token.value;
    } catch (thrown) {
      const error = ForewarnError.from(thrown);
      if (!this.#kept || !error.retryable || this.#ageMs() >= this.#kept.lifetimeMs) throw error;
      this.#options.logger.warn({ error }, 'no new token for Kafka; the one from before is still good');
      return this.#kept.value;
    }
  }

  #ageMs(): number {
    return this.#nowMs() - (this.#kept?.fetchedAtMs ?? Number.NEGATIVE_INFINITY);
  }
}

const usedMs = ({ lifetimeMs }: Token): number => Math.min(lifetimeMs * usedShare, lifetimeMs - leastRestMs);
