import type { Message } from 'kafkajs';
import { Settlement } from '../settlement.js';

/** One call of `append`, while its records are on their way. */
export interface PendingAppend {
  readonly settlement: Settlement;
  /** Records that are not acknowledged yet. */
  remaining: number;
  isSettled: boolean;
}

/** A record in the queue. */
export interface QueuedMessage {
  readonly message: Message;
  readonly bytes: number;
  readonly append: PendingAppend;
}

/** Records of one request: kafkajs' grouping takes the square of their number. */
const longestBatchRecords = 500;
/** Under the 1 MiB that a broker takes in one record batch by default, even when all go to one partition. */
const longestBatchBytes = 900_000;

/** Records that wait to be sent, first come, first served; appends share requests. */
export class AppendQueue {
  #waiting: QueuedMessage[] = [];
  #bytes = 0;

  get bytes(): number {
    return this.#bytes;
  }

  push(messages: readonly { readonly message: Message; readonly bytes: number }[]): PendingAppend {
    const append = { settlement: new Settlement(), remaining: messages.length, isSettled: false };
    for (const { message, bytes } of messages) {
      this.#waiting.push({ message, bytes, append });
      this.#bytes += bytes;
    }
    return append;
  }

  /**
   * Takes the next records that fit into a request, at least one; a record over the limit goes alone, so that its
   * refusal is its own. Leaves out those that nobody waits for any more.
   *
   * @returns the records, none when the queue is empty
   */
  take(): QueuedMessage[] {
    const taken: QueuedMessage[] = [];
    let bytes = 0;
    let passed = 0;
    for (const queued of this.#waiting) {
      const isFull = taken.length >= longestBatchRecords || bytes + queued.bytes > longestBatchBytes;
      if (taken.length > 0 && isFull) break;
      passed += 1;
      this.#bytes -= queued.bytes;
      if (queued.append.isSettled) continue;
      taken.push(queued);
      bytes += queued.bytes;
    }
    this.#waiting = this.#waiting.slice(passed);
    return taken;
  }
}
