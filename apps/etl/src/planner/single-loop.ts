/** Runs a loop that may be begun and ended in quick succession, never two of them at once. */
export class SingleLoop {
  readonly #loop: (signal: AbortSignal) => Promise<void>;
  readonly #onFailure: (thrown: unknown) => void;
  #current: AbortController | undefined;
  #ended: Promise<void> = Promise.resolve();

  /**
   * @param loop       runs until its signal; begun again after it has ended
   * @param onFailure  told what the loop rejected with
   */
  constructor(loop: (signal: AbortSignal) => Promise<void>, onFailure: (thrown: unknown) => void) {
    this.#loop = loop;
    this.#onFailure = onFailure;
  }

  /** Begins the loop once the one before has ended; nothing when it runs already. */
  begin(): void {
    if (this.#current) return;
    this.#current = new AbortController();
    const { signal } = this.#current;
    this.#ended = this.#ended
      .then(() => (signal.aborted ? undefined : this.#loop(signal)))
      .catch(this.#onFailure);
  }

  /** Tells the loop to end. @returns when it has; never rejects */
  end(): Promise<void> {
    this.#current?.abort();
    this.#current = undefined;
    return this.#ended;
  }
}
