/** Compressed bytes that are not as their format demands, or hold more than a reader takes. */
export class CodecError extends Error {
  override readonly name = 'CodecError';
}

/** Reads compressed bytes from the front to the back; reading past their end is a {@link CodecError}. */
export class CompressedInput {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    return this.#bytes[this.skip(1)]!;
  }

  uint16(): number {
    return this.#view.getUint16(this.skip(2), true);
  }

  /** @param isBigEndian  Default: little-endian, as in LZ4 */
  uint32(isBigEndian = false): number {
    return this.#view.getUint32(this.skip(4), !isBigEndian);
  }

  /** A number of up to four bytes, the lowest first. */
  uint(byteCount: number): number {
    let value = 0;
    for (let i = 0; i < byteCount; i += 1) value += this.byte() * 256 ** i;
    return value;
  }

  /** The next bytes, not copied. */
  take(length: number): Uint8Array {
    const from = this.skip(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** Whether these bytes come next. */
  startsWith(bytes: readonly number[]): boolean {
    return bytes.every((byte, i) => this.#bytes[this.#at + i] === byte);
  }

  /** @returns  where the bytes began that are skipped */
  skip(length: number): number {
    if (length > this.left) throw new CodecError('the compressed bytes end too early');
    const from = this.#at;
    this.#at += length;
    return from;
  }
}
