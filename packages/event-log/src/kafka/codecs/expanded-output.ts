import { CodecError } from './compressed-input.js';

/** Decompressed bytes, up to a limit: a few compressed ones can stand for gigabytes. */
export class ExpandedOutput {
  readonly #limit: number;
  #bytes: Uint8Array;
  #length = 0;

  /**
   * @param limit     most bytes
   * @param expected  bytes to make room for at once
   */
  constructor(limit: number, expected: number) {
    this.#limit = limit;
    this.#bytes = new Uint8Array(Math.min(limit, expected));
  }

  get length(): number {
    return this.#length;
  }

  append(bytes: Uint8Array): void {
    this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Repeats what was written `distance` bytes ago; what it writes may be part of what it repeats. */
  repeat(distance: number, length: number): void {
    if (distance < 1 || distance > this.#length)
      throw new CodecError(`a match lies ${distance} bytes back, where only ${this.#length} have been`);
    this.#makeRoom(length);
    // Doubles what there is to copy at each step, where source and target overlap.
    for (let left = length; left > 0; ) {
      const span = Math.min(left, distance + length - left);
      const from = this.#length - (distance + length - left);
      this.#bytes.copyWithin(this.#length, from, from + span);
      this.#length += span;
      left -= span;
    }
  }

  /** What was written. */
  toBuffer(): Buffer {
    return Buffer.from(this.#bytes.buffer, 0, this.#length);
  }

  #makeRoom(length: number): void {
    const needed = this.#length + length;
    if (needed > this.#limit)
      throw new CodecError(`a batch holds more than ${this.#limit} bytes when it is decompressed`);
    if (needed <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.min(this.#limit, Math.max(needed, this.#bytes.length * 2)));
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
}
