import { setImmediate as nextTurn } from 'node:timers/promises';
import { ForewarnError } from '@forewarn/core';

/** Lets one task run after the other. */
export class TurnQueue {
  readonly #bound: number;
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

  /** @param bound  most tasks that wait or run at once */
  constructor(bound: number) {
    this.#bound = bound;
  }

  /** @throws {ForewarnError} `store-unavailable` when too many tasks wait already */
  async run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#waiting >= this.#bound) {
      throw new ForewarnError(
        'store-unavailable',
        `${this.#bound} writes wait for the database; try again later`,
      );
    }
    this.#waiting += 1;
    // SQLite works inside the call: other work of the process gets a chance between two tasks.
    const turn = this.#last.then(() => nextTurn()).then(task);
    this.#last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      this.#waiting -= 1;
    }
  }
}
