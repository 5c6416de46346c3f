/**
 * Opens when a consumption has learnt its partitions and the place to start in each: from then on no record is missed.
 * The event log tells of the two in any order.
 */
export class StartGate {
  readonly #onOpen: () => void;
  readonly #located = new Set<number>();
  #assigned: readonly number[] = [];
  #isOpen = false;

  /** @param onOpen  called once */
  constructor(onOpen: () => void) {
    this.#onOpen = onOpen;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The partitions that the consumption has. */
  assigned(partitions: readonly number[]): void {
    this.#assigned = partitions;
    this.#openIfReady();
  }

  /** The place to start in a partition is known. */
  located(partition: number): void {
    this.#located.add(partition);
    this.#openIfReady();
  }

  #openIfReady(): void {
    if (this.#isOpen || this.#assigned.length === 0) return;
    if (!this.#assigned.every((partition) => this.#located.has(partition))) return;
    this.#isOpen = true;
    this.#onOpen();
  }
}
