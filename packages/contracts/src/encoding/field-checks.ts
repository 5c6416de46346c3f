import { isTimestampMs } from '@forewarn/core';
import { invalidEvent } from './event-error.js';

/** Rejects the event unless a condition holds. @throws {ForewarnError} `invalid-event` */
export function ensure(holds: boolean, at: string, problem: string): asserts holds {
  if (!holds) throw invalidEvent(at, problem);
}

/** Requires finite numbers. @throws {ForewarnError} `invalid-event` naming the first that is not */
export function requireFinite(at: string, values: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(values)) {
    ensure(Number.isFinite(value), `${at}.${name}`, `is ${value}, must be finite`);
  }
}

/** Requires a whole number of at least `min`. @throws {ForewarnError} `invalid-event` */
export function requireInteger(at: string, value: number, min: number): void {
  ensure(
    Number.isSafeInteger(value) && value >= min,
    at,
    `is ${value}, must be a whole number of at least ${min}`,
  );
}

/** Requires a share. @throws {ForewarnError} `invalid-event` */
export function requireShare(at: string, value: number): void {
  ensure(value >= 0 && value <= 1, at, `is ${value}, must be from 0 to 1`);
}

/** Requires a time of the years 1 to 9999. @throws {ForewarnError} `invalid-event` */
export function requireTime(at: string, ms: number): void {
  ensure(isTimestampMs(ms), at, 'is not a time between the years 1 and 9999');
}

/**
 * Requires min ≤ mean ≤ max, the mean up to rounding.
 *
 * @throws {ForewarnError} `invalid-event`
 */
export function requireSpread(
  at: string,
  { min, mean, max }: { min: number; mean: number; max: number },
): void {
  const rounding = 1e-9 * Math.max(Math.abs(min), Math.abs(max));
  const ordered = min <= max && mean >= min - rounding && mean <= max + rounding;
  ensure(ordered, at, `has min ${min}, mean ${mean}, max ${max} out of order`);
}

/** What a column of values must be. */
export interface ColumnRule {
  readonly length: number;
  /** NaN says that there is no value. */
  readonly allowsNaN: boolean;
}

/** Requires a column of the given length without infinities. @throws {ForewarnError} `invalid-event` */
export function requireColumn(at: string, column: Float64Array, { length, allowsNaN }: ColumnRule): void {
  ensure(column.length === length, at, `has ${column.length} values, the window has ${length} grid points`);
  const bad = column.findIndex((value) => !(Number.isFinite(value) || (allowsNaN && Number.isNaN(value))));
  ensure(bad < 0, `${at}[${bad}]`, `is ${column[bad]}, must be finite`);
}
