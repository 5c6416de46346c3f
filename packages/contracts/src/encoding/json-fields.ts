import { isTimestampMs } from '@forewarn/core';
import { invalidEvent } from './event-error.js';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/i;

/**
 * A JSON object whose fields are read one by one, each with the type that it must have.
 * Every method throws `invalid-event` with the path of the field that is missing or of another type.
 */
export class JsonFields {
  readonly #at: string;
  readonly #fields: Readonly<Record<string, unknown>>;

  /** @param at  path of the object, for messages; empty for the whole */
  constructor(value: unknown, at: string) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw invalidEvent(at || 'the event', 'is not a JSON object');
    }
    this.#at = at;
    this.#fields = value as Record<string, unknown>;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name);
  }

  string(name: string): string {
    const value = this.#value(name);
    if (typeof value !== 'string') throw this.#mismatch(name, 'a string');
    return value;
  }

  number(name: string): number {
    const value = this.#value(name);
    if (typeof value !== 'number') throw this.#mismatch(name, 'a number');
    return value;
  }

  numberOrNull(name: string): number | null {
    return this.#value(name) === null ? null : this.number(name);
  }

  boolean(name: string): boolean {
    const value = this.#value(name);
    if (typeof value !== 'boolean') throw this.#mismatch(name, 'true or false');
    return value;
  }

  /** @returns  epoch milliseconds of a time in RFC 3339 */
  time(name: string): number {
    const text = this.string(name);
    const ms = rfc3339.test(text) ? Date.parse(text) : Number.NaN;
    if (!isTimestampMs(ms)) throw this.#mismatch(name, 'a time in RFC 3339');
    return ms;
  }

  /** Numbers, where null says NaN. */
  column(name: string): Float64Array {
    return Float64Array.from(this.#array(name), (value, index) => {
      if (value === null) return Number.NaN;
      if (typeof value !== 'number') throw this.#mismatch(`${name}[${index}]`, 'a number or null');
      return value;
    });
  }

  object(name: string): JsonFields {
    return new JsonFields(this.#value(name), this.#path(name));
  }

  /** Null also where the field is absent, as in events of before it was added. */
  objectOrNull(name: string): JsonFields | null {
    return (this.#value(name) ?? null) === null ? null : this.object(name);
  }

  objects<T>(name: string, read: (fields: JsonFields) => T): T[] {
    return this.#array(name).map((value, index) =>
      read(new JsonFields(value, `${this.#path(name)}[${index}]`)),
    );
  }

  /** All fields, each of which must be a string. */
  strings(): Record<string, string> {
    return Object.fromEntries(Object.keys(this.#fields).map((name) => [name, this.string(name)]));
  }

  #array(name: string): readonly unknown[] {
    const value = this.#value(name);
    if (!Array.isArray(value)) throw this.#mismatch(name, 'an array');
    return value;
  }

  #value(name: string): unknown {
    return this.has(name) ? this.#fields[name] : undefined;
  }

  #path(name: string): string {
    return this.#at === '' ? name : `${this.#at}.${name}`;
  }

  #mismatch(name: string, wanted: string): Error {
    return invalidEvent(this.#path(name), `is not ${wanted}`);
  }
}
