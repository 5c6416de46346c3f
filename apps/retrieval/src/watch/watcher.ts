import type { Analysis } from '@forewarn/analysis';
import type { WatchAnalysesResponse } from '@forewarn/contracts';
import { RetrievalError } from '@forewarn/contracts';
import { type ForewarnError, onAbort } from '@forewarn/core';

/**
 * One client of the watch with a bounded queue. It ends with its call, and is evicted when it lags by more than the queue holds.
 */
export class Watcher {
  /** Aborted when the watcher has ended; its reason is the error. */
  readonly signal: AbortSignal;
  /** Whether an analysis is for this watcher. */
  readonly matches: (analysis: Analysis) => boolean;
  readonly #limit: number;
  readonly #failure = new AbortController();
  readonly #queue: WatchAnalysesResponse[] = [];
  #hasBegun = false;
  #wake: () => void = () => {};

  /** @param limit  most analyses in the queue */
  constructor(matches: (analysis: Analysis) => boolean, callSignal: AbortSignal, limit: number) {
    this.matches = matches;
    this.#limit = limit;
    this.signal = AbortSignal.any([callSignal, this.#failure.signal]);
    onAbort(this.signal, () => this.#onEnd());
  }

  /** Whether the queue is more than half full. */
  get isLagging(): boolean {
    return this.#queue.length > this.#limit / 2;
  }

  /** From now on no analysis is missed. */
  begin(): void {
    this.#hasBegun = true;
    this.#wake();
  }

  /** Queues a message. A watcher that has no room for it is evicted. */
  offer(message: WatchAnalysesResponse): void {
    if (this.signal.aborted) return;
    if (this.#queue.length < this.#limit) this.#queue.push(message);
    else this.fail(tooSlow(this.#limit));
    this.#wake();
  }

  fail(error: ForewarnError): void {
    this.#failure.abort(error);
  }

  /** Resolves when the watch has begun. @throws the reason of {@link Watcher.signal} */
  async begun(): Promise<void> {
    while (!this.#hasBegun) await this.#change();
  }

  /** The oldest message in the queue; waits for one. @throws the reason of {@link Watcher.signal} */
  async take(): Promise<WatchAnalysesResponse> {
    for (;;) {
      this.signal.throwIfAborted();
      const message = this.#queue.shift();
      if (message) return message;
      await this.#change();
    }
  }

  async #change(): Promise<void> {
    this.signal.throwIfAborted();
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.signal.throwIfAborted();
  }

  #onEnd(): void {
    this.#queue.length = 0;
    this.#wake();
  }
}

const tooSlow = (limit: number): ForewarnError =>
  new RetrievalError(
    'watcher-too-slow',
    `the client fell more than ${limit} analyses behind: narrow the selector, or read faster`,
    { details: { limit } },
  );
